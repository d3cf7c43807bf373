INSERT INTO cases (id, code, conversation_id, lang, service, topic, room, state, reach, owner_id, summary, details, urgent,
    deadline, last_speaker, last_spoke_at, outcome, opened_at, claimed_at, answered_at, referred_at, closed_at, version) VALUES
    ('019b75ae380000007', '33333338', '019b75ae350000001', 'zh', 'legal_aid', 'labour', '500107003001', 'referred', 'role',
    '019b75ae340000007', '讨工资', '[]', FALSE, 1767283200000, 'staff', 1767196821000, NULL, 1767196820000, 1767196820000,
    1767196821000, 1767196821000, NULL, 3),
    ('019b75ae380000008', '4444444E', '019b75ae350000001', 'zh', 'legal_aid', 'labour', '500107003001', 'filed', 'role',
    '019b75ae340000007', '讨工资', '[]', FALSE, 1767283200000, 'staff', 1767196821000, 'aid_granted', 1767196820000, 1767196820000,
    1767196821000, 1767196821000, 1767196822000, 5);
