-- Appointments. The two unique indexes are what makes it impossible to give a place away twice.
CREATE TABLE booking (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    room TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    seat BIGINT NOT NULL, -- from 0
    state TEXT NOT NULL, -- held, booked, over, gone
    awaits TEXT, -- resident or staff: who has to say yes to a held one
    held_until BIGINT,
    truth TEXT NOT NULL, -- unknown, attended, no_show, excused, revoked
    sequence BIGINT NOT NULL, -- of the calendar entry that was sent
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX booking_slot ON booking (staff_id, starts_at, seat) WHERE state IN ('held', 'booked');
CREATE UNIQUE INDEX booking_of_case ON booking (case_id) WHERE state IN ('held', 'booked');
CREATE INDEX booking_case ON booking (case_id, id);
CREATE INDEX booking_agenda ON booking (staff_id, starts_at)
    WHERE state IN ('held', 'booked') OR (state = 'over' AND truth = 'unknown');

-- Who would come earlier if a place became free, first come first.
CREATE TABLE waiting (
    case_id TEXT PRIMARY KEY REFERENCES cases (id),
    room TEXT NOT NULL,
    since BIGINT NOT NULL
);
CREATE INDEX waiting_room ON waiting (room, since);

-- The version of the appointment that a timer belongs to; a later one makes it stale.
ALTER TABLE timer ADD COLUMN booking_version BIGINT;
