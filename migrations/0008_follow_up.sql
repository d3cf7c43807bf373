-- 回访: what was asked about a closed case (how it was done; after a week and a month, whether it is solved), and the
-- answer. A case that was reopened is closed again later, so the closing is part of what is asked only once.
CREATE TABLE follow_up (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL, -- rating, week, month
    closed_at BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    answer TEXT,
    words TEXT NOT NULL,
    staff_id TEXT REFERENCES staff (id), -- who asked by phone or at the counter
    UNIQUE (case_id, closed_at, kind)
);
CREATE INDEX follow_up_asked ON follow_up (asked_at);
