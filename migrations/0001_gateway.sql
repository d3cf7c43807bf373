-- The gateway's tables, in the SQL that SQLite and PostgreSQL share: times are BIGINT milliseconds of UTC,
-- ids are texts made by us in the order of time, JSON is TEXT.

-- A member of staff; invited first, active once the invitation is used.
CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    room TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX staff_room ON staff (room, status);

-- A one-time code; only its SHA-256 is kept.
CREATE TABLE invite (
    code_hash TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX invite_staff ON invite (staff_id);

-- One person on one channel, with where they are in the dialogue.
CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    peer TEXT NOT NULL,
    staff_id TEXT REFERENCES staff (id),
    staff_since BIGINT,
    session TEXT NOT NULL,
    version BIGINT NOT NULL,
    reachable BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    UNIQUE (channel, peer)
);
CREATE INDEX conversation_staff ON conversation (staff_id);

-- Everything that came in, verbatim; the unique pair is what makes a repeat a repeat.
CREATE TABLE inbound (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    conversation_id TEXT REFERENCES conversation (id),
    received_at BIGINT NOT NULL,
    status TEXT NOT NULL, -- handled, unused, quarantined
    raw TEXT NOT NULL,
    body TEXT, -- the decoded message as JSON, for the web page's history
    note TEXT,
    UNIQUE (channel, external_id)
);
CREATE INDEX inbound_conversation ON inbound (conversation_id, id);
CREATE INDEX inbound_quarantined ON inbound (id) WHERE status = 'quarantined';

-- One matter of one resident.
CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    lang TEXT NOT NULL,
    service TEXT NOT NULL,
    topic TEXT,
    room TEXT NOT NULL,
    state TEXT NOT NULL,
    reach TEXT NOT NULL,
    owner_id TEXT REFERENCES staff (id),
    summary TEXT NOT NULL,
    details TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    deadline BIGINT NOT NULL,
    last_speaker TEXT NOT NULL,
    last_spoke_at BIGINT NOT NULL,
    outcome TEXT,
    opened_at BIGINT NOT NULL,
    claimed_at BIGINT,
    answered_at BIGINT,
    closed_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX cases_conversation ON cases (conversation_id, id);
CREATE INDEX cases_open ON cases (room, id) WHERE state <> 'closed';
CREATE INDEX cases_open_anywhere ON cases (id) WHERE state <> 'closed';
CREATE INDEX cases_opened ON cases (opened_at);
CREATE INDEX cases_owner ON cases (owner_id, id) WHERE state <> 'closed';

-- What happened to a case; only ever added.
CREATE TABLE case_entry (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    at BIGINT NOT NULL,
    spoken_by TEXT NOT NULL,
    staff_id TEXT,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    attachment_id TEXT
);
CREATE INDEX case_entry_case ON case_entry (case_id, id);

-- Photos and files: their bytes, or where Telegram has them.
CREATE TABLE attachment (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    kind TEXT NOT NULL,
    name TEXT,
    mime TEXT,
    telegram_file TEXT,
    bytes BYTEA,
    created_at BIGINT NOT NULL
);

-- Messages of ours. Also the map from a channel's message ids back to cases.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    case_id TEXT,
    purpose TEXT NOT NULL,
    replaces_id TEXT, -- the message this one amends
    body TEXT NOT NULL,
    status TEXT NOT NULL, -- waiting, sent, dead, uncertain
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT NOT NULL, -- 0 while nobody has it
    interrupted BOOLEAN NOT NULL, -- the lease before the present one ran out in silence
    external_id TEXT, -- the channel's id of it; several are joined by commas
    error TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX outbox_waiting ON outbox (due_at, id) WHERE status = 'waiting';
CREATE INDEX outbox_conversation_waiting ON outbox (conversation_id, id) WHERE status = 'waiting';
CREATE INDEX outbox_conversation ON outbox (conversation_id, id);
CREATE INDEX outbox_external ON outbox (conversation_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX outbox_amendments ON outbox (replaces_id, id) WHERE replaces_id IS NOT NULL;
CREATE INDEX outbox_status ON outbox (status, id) WHERE status IN ('dead', 'uncertain');
CREATE INDEX outbox_cards ON outbox (case_id, id) WHERE purpose = 'card';

-- Things to do later; a row goes when it has fired.
CREATE TABLE timer (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    due_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL
);
CREATE INDEX timer_due ON timer (due_at, id);
CREATE INDEX timer_case ON timer (case_id);

-- Statistical facts that no other table tells.
CREATE TABLE record (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    case_id TEXT,
    room TEXT,
    service TEXT NOT NULL,
    topic TEXT,
    intent TEXT,
    rules TEXT NOT NULL
);
CREATE INDEX record_at ON record (at);

-- Small things a channel has to remember between starts, and who holds it: Telegram's next update, the poller's lease.
CREATE TABLE channel_state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    holder TEXT NOT NULL,
    lease_until BIGINT NOT NULL
);
