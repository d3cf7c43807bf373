INSERT INTO booking (id, case_id, room, staff_id, starts_at, ends_at, seat, state, awaits, held_until, truth, sequence,
    made_at, version) VALUES
    ('019b75ae3a0000001', '019b75ae370000001', '500107003001', '019b75ae340000007', 1767229200000, 1767231000000, 0, 'booked',
    NULL, NULL, 'unknown', 0, 1767196801000, 2);
INSERT INTO waiting (case_id, room, since) VALUES ('019b75ae370000001', '500107003001', 1767196801000);
