INSERT INTO follow_up (id, case_id, kind, closed_at, asked_at, answered_at, answer, words, staff_id) VALUES
    ('019b75ae390000001', '019b75ae370000001', 'rating', 1767196803000, 1767196804000, 1767196805000, 'satisfied', '谢谢', NULL),
    ('019b75ae390000002', '019b75ae370000001', 'week', 1767196803000, 1767801604000, NULL, NULL, '', '019b75ae340000007');
