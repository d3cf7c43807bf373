INSERT INTO unmatched (id, at, words, likely, chosen, rules) VALUES
    ('019b75ae380000005', 1767196801000, '物业不让装充电桩', '["property.charger","neighbour.noise"]', 'property.charger', 'r1'),
    ('019b75ae380000006', 1767196802000, '阿巴阿巴', '[]', NULL, 'r1');
