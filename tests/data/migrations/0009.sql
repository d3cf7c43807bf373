UPDATE cases SET origin = 'phone', behalf = '母亲', contact = '13800000000' WHERE id = '019b75ae370000001';
INSERT INTO continuation (id, case_id, to_conversation_id, asked_at, settled_at, settled, staff_id) VALUES
    ('019b75ae390000003', '019b75ae370000001', '019b75ae350000002', 1767196806000, 1767196807000, 'refused', NULL),
    ('019b75ae390000004', '019b75ae370000001', '019b75ae350000002', 1767196808000, NULL, NULL, NULL);
