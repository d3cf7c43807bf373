-- What a mediation has besides its case.
CREATE TABLE mediation (
    case_id TEXT PRIMARY KEY REFERENCES cases (id),
    began_at BIGINT,
    ends_at BIGINT,
    meets_at BIGINT,
    proposals TEXT NOT NULL, -- JSON: what both sides are asked, and who has said yes
    form TEXT, -- oral, written; set exactly when there is an agreement, with the four below
    subject TEXT,
    fen BIGINT, -- 协议涉及金额; NULL where none is named
    effective_on TEXT, -- a local day, 2026-03-02
    perform_by TEXT,
    performed TEXT, -- no, partly, yes
    confirmation TEXT, -- open, applied, unwanted
    told TEXT NOT NULL, -- JSON: which of the clocks' messages have been sent
    quiet TEXT NOT NULL, -- JSON: the sides that want no more reminders
    version BIGINT NOT NULL
);

-- A name or number given to staff by the resident's own act, apart from the case; gone when it is taken back.
CREATE TABLE contact (
    case_id TEXT NOT NULL REFERENCES cases (id),
    side TEXT NOT NULL,
    words TEXT NOT NULL,
    phone TEXT,
    given_at BIGINT NOT NULL,
    shown TEXT NOT NULL, -- JSON: the messages that show it
    PRIMARY KEY (case_id, side)
);
CREATE INDEX contact_phone ON contact (phone) WHERE phone IS NOT NULL;
