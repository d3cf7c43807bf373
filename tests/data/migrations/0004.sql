INSERT INTO duty (id, staff_id, room, weekday, day, from_minute, until_minute, seats) VALUES
    ('019b75ae390000001', '019b75ae340000007', '500107003001', 1, NULL, 540, 720, 1),
    ('019b75ae390000002', '019b75ae340000007', '500107003001', NULL, '2099-03-02', 840, 1020, 2);
INSERT INTO post (staff_id, most_open, stand_in_id) VALUES ('019b75ae340000007', 20, NULL);
INSERT INTO staff_leave (id, staff_id, first_day, last_day, stand_in_id) VALUES
    ('019b75ae390000003', '019b75ae340000007', '2099-03-03', '2099-03-05', NULL);
INSERT INTO swap (id, giver_id, taker_id, room, day, state) VALUES
    ('019b75ae390000004', '019b75ae340000007', '019b75ae340000007', '500107003001', '2099-03-02', 'offered');
INSERT INTO vacancy (room, day, told_at) VALUES ('500107003001', '2099-03-04', 1767196801000);
