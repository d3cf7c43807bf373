-- Words passed on to somebody whose channel tells when they see them: what to tell the person who said them, once.
CREATE TABLE receipt (
    message_id TEXT PRIMARY KEY REFERENCES outbox (id), -- the words as they were passed on
    confirmation_id TEXT NOT NULL REFERENCES outbox (id), -- what whoever said them read thereupon
    body TEXT NOT NULL, -- what the confirmation says once they have been seen
    seen_at BIGINT
);
CREATE INDEX receipt_confirmation ON receipt (confirmation_id);
-- When the mediator wrote to another party last; NULL once the party has spoken since.
ALTER TABLE party ADD COLUMN spoken_at BIGINT;
