INSERT INTO booking (id, case_id, room, staff_id, starts_at, ends_at, seat, state, awaits, held_until, meeting, truth,
    sequence, made_at, version) VALUES
    ('019b75ae3a0000000', '019b75ae370000001', '500107003001', '019b75ae340000007', 1767315600000, 1767317400000, 0, 'over',
    NULL, NULL, TRUE, 'attended', 0, 1767196802000, 2);
