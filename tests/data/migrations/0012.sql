INSERT INTO receipt (message_id, confirmation_id, body, seen_at) VALUES
    ('019b75ae380000001', '019b75ae380000002', '{"text":"✓✓ 居民看到了"}', NULL);
