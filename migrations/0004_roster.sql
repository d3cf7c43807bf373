-- 接待安排表: who is where at which hours. Days are texts YYYY-MM-DD of Shanghai, hours are minutes after midnight.

-- Hours of one person in one room: of every week (weekday 1 is Monday), or of one day, which then replace the week's.
CREATE TABLE duty (
    id TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    room TEXT NOT NULL,
    weekday BIGINT,
    day TEXT,
    from_minute BIGINT NOT NULL,
    until_minute BIGINT NOT NULL, -- the same as from_minute: not there on that day
    seats BIGINT NOT NULL -- people at one time
);
CREATE INDEX duty_room ON duty (room);
CREATE INDEX duty_staff ON duty (staff_id);

-- What holds for a person besides hours.
CREATE TABLE post (
    staff_id TEXT PRIMARY KEY REFERENCES staff (id),
    most_open BIGINT, -- open cases they can have; NULL is any number
    stand_in_id TEXT REFERENCES staff (id)
);

-- Days somebody is away, both included.
CREATE TABLE staff_leave (
    id TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    stand_in_id TEXT REFERENCES staff (id)
);
CREATE INDEX staff_leave_staff ON staff_leave (staff_id, last_day);

-- 换班: a day of one person's offered to a colleague.
CREATE TABLE swap (
    id TEXT PRIMARY KEY,
    giver_id TEXT NOT NULL REFERENCES staff (id),
    taker_id TEXT NOT NULL REFERENCES staff (id),
    room TEXT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL -- offered, accepted, declined
);

-- Days on which a room has nobody, and whoever leads the street has been told.
CREATE TABLE vacancy (
    room TEXT NOT NULL,
    day TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (room, day)
);
