-- One row at least for every table that migration 0001 makes, as the gateway writes them.
INSERT INTO staff (id, name, role, room, status, created_at, revoked_at) VALUES
    ('019b75ae340000007', '李', 'mediator', '500107003001', 'active', 1767196800000, NULL),
    ('019b75ae340000008', '旧', 'lawyer', '500107003', 'revoked', 1767196800000, 1767196800001);
INSERT INTO invite (code_hash, staff_id, created_at, expires_at, used_at, revoked_at) VALUES
    ('9f86d081', '019b75ae340000007', 1767196800000, 1767283200000, 1767196800500, NULL);
INSERT INTO conversation (id, channel, peer, staff_id, staff_since, session, version, reachable, created_at, seen_at) VALUES
    ('019b75ae350000001', 'telegram', '42', NULL, NULL, '{"schema":1}', 3, TRUE, 1767196801000, 1767196802000),
    ('019b75ae350000002', 'web', 'a1b2', '019b75ae340000007', 1767196800500, '{}', 1, TRUE, 1767196801000, 1767196802000);
INSERT INTO inbound (id, channel, external_id, conversation_id, received_at, status, raw, body, note) VALUES
    ('019b75ae360000001', 'telegram', '501', '019b75ae350000001', 1767196801000, 'handled', '{"update_id":501}', '{"text":"我想离婚"}', NULL),
    ('019b75ae360000002', 'telegram', '502', NULL, 1767196801001, 'quarantined', '{', NULL, 'not JSON');
INSERT INTO cases (id, code, conversation_id, lang, service, topic, room, state, reach, owner_id, summary, details, urgent,
    deadline, last_speaker, last_spoke_at, outcome, opened_at, claimed_at, answered_at, closed_at, version) VALUES
    ('019b75ae370000001', '22222222', '019b75ae350000001', 'zh', 'consultation', 'marriage', '500107003001', 'claimed', 'role',
    '019b75ae340000007', '我想离婚', '[["称呼","王女士"]]', FALSE, 1767283200000, 'resident', 1767196801000, NULL,
    1767196801000, 1767196802000, NULL, NULL, 2);
INSERT INTO case_entry (id, case_id, at, spoken_by, staff_id, kind, words, attachment_id) VALUES
    ('019b75ae370000002', '019b75ae370000001', 1767196801000, 'resident', NULL, 'opened', '我想离婚', NULL);
INSERT INTO attachment (id, conversation_id, kind, name, mime, telegram_file, bytes, created_at) VALUES
    ('019b75ae370000003', '019b75ae350000001', 'photo', '证据.jpg', 'image/jpeg', 'AgAC', NULL, 1767196801000);
INSERT INTO outbox (id, conversation_id, case_id, purpose, replaces_id, body, status, due_at, attempts, lease_until,
    interrupted, external_id, error, created_at, done_at) VALUES
    ('019b75ae380000001', '019b75ae350000002', '019b75ae370000001', 'card', NULL, '{"text":"新事项"}', 'sent', 1767196801000, 1, 0,
    FALSE, '7', NULL, 1767196801000, 1767196801500),
    ('019b75ae380000002', '019b75ae350000001', NULL, 'reply', NULL, '{"text":"您好"}', 'waiting', 1767196801000, 0, 0,
    FALSE, NULL, NULL, 1767196801000, NULL);
INSERT INTO timer (id, kind, case_id, due_at, lease_until) VALUES
    ('019b75ae380000003', 'answer_by', '019b75ae370000001', 1767283200000, 0);
INSERT INTO record (id, at, kind, conversation_id, case_id, room, service, topic, intent, rules) VALUES
    ('019b75ae380000004', 1767196801000, 'self_answer', '019b75ae350000001', NULL, NULL, 'consultation', 'marriage', 'divorce', 'r1');
INSERT INTO channel_state (name, value, holder, lease_until) VALUES ('telegram', '502', 'a', 1767196830000);
