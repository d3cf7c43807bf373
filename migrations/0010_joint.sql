-- 联调: matters the street takes up together, with leader, office, partners and date, until two have signed.
CREATE TABLE joint (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL, -- asked, declined, running, ended
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    leader_id TEXT REFERENCES staff (id),
    office TEXT NOT NULL,
    partners TEXT NOT NULL,
    due_at BIGINT,
    outcome TEXT,
    leader_signed BOOLEAN NOT NULL,
    other_signed_id TEXT REFERENCES staff (id),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX joint_open ON joint (case_id) WHERE state IN ('asked', 'running');
CREATE INDEX joint_case ON joint (case_id, asked_at);
