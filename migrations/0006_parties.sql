-- The other side of a mediation. What the mediator calls them is for the mediator alone.
CREATE TABLE party (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    case_id TEXT NOT NULL REFERENCES cases (id),
    place BIGINT NOT NULL, -- among the other parties of the case, from 1
    conversation_id TEXT REFERENCES conversation (id),
    lang TEXT NOT NULL,
    named TEXT NOT NULL,
    phone TEXT, -- digits
    state TEXT NOT NULL, -- named, invited, consented, refused, left
    invited_at BIGINT,
    joined_at BIGINT,
    answered_at BIGINT,
    noted_by TEXT REFERENCES staff (id),
    promised BIGINT,
    reminded BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (case_id, place)
);
CREATE INDEX party_conversation ON party (conversation_id, id) WHERE conversation_id IS NOT NULL;
CREATE INDEX party_phone ON party (phone) WHERE phone IS NOT NULL;

-- A one-time code for another party; only its SHA-256 is kept.
CREATE TABLE party_invite (
    code_hash TEXT PRIMARY KEY,
    party_id TEXT NOT NULL REFERENCES party (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX party_invite_party ON party_invite (party_id);

-- Which thread of a mediation a message or a line belongs to: 'applicant' or a party's id; NULL where there is one only.
ALTER TABLE outbox ADD COLUMN side TEXT;
ALTER TABLE case_entry ADD COLUMN side TEXT;
