-- Where a case was brought in (bot, visit, phone, group), on whose behalf, and how a resident without the bot is
-- reached. Such a case has a conversation of its own on the channel `counter`, over which nothing is ever sent.
ALTER TABLE cases ADD COLUMN origin TEXT NOT NULL DEFAULT 'bot';
ALTER TABLE cases ADD COLUMN behalf TEXT;
ALTER TABLE cases ADD COLUMN contact TEXT;

-- Requests to go on with a case in another conversation, and how they ended: the record of consent.
CREATE TABLE continuation (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    to_conversation_id TEXT NOT NULL REFERENCES conversation (id),
    asked_at BIGINT NOT NULL,
    settled_at BIGINT,
    settled TEXT, -- agreed, confirmed, refused, lapsed
    staff_id TEXT REFERENCES staff (id)
);
CREATE INDEX continuation_case ON continuation (case_id, asked_at);
CREATE UNIQUE INDEX continuation_pending ON continuation (case_id) WHERE settled IS NULL;
