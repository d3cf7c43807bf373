-- The channel's own id of a message of theirs, so that a correction of it finds the matter its words went to; NULL where the
-- channel has no such ids, as the web page has none, and of what came before.
ALTER TABLE inbound ADD COLUMN message TEXT;
CREATE INDEX inbound_message ON inbound (conversation_id, message, id) WHERE message IS NOT NULL;
