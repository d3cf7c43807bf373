INSERT INTO inbound (id, channel, external_id, conversation_id, received_at, status, raw, body, note, message) VALUES
    ('019b75ae390000001', 'telegram', '503', '019b75ae350000001', 1767196804000, 'handled', '{"update_id":503}', '{"text":"有两个孩子"}', NULL, '77');
