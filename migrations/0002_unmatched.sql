-- What nobody understood, without who said it: food for new rules, forgotten after a while.
CREATE TABLE unmatched (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    words TEXT NOT NULL,
    likely TEXT NOT NULL, -- the likeliest intents as JSON, best first
    chosen TEXT, -- the intent that its author chose when asked back
    rules TEXT NOT NULL
);
CREATE INDEX unmatched_at ON unmatched (at, id);
