INSERT INTO joint (id, case_id, state, reason, asked_at, leader_id, office, partners, due_at, outcome, leader_signed,
    other_signed_id, version) VALUES
    ('019b75ae390000005', '019b75ae370000001', 'running', '人数多', 1767196809000, '019b75ae340000007', '司法所', '派出所',
    1767801604000, NULL, FALSE, NULL, 2);
