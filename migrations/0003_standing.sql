-- Cases that wait for the legal-aid institution (state 'referred'), and cases that are filed (state 'filed'): when the
-- application was handed on, and indexes of what is open that leave out both endings.
ALTER TABLE cases ADD COLUMN referred_at BIGINT;

DROP INDEX cases_open;
DROP INDEX cases_open_anywhere;
DROP INDEX cases_owner;
CREATE INDEX cases_open ON cases (room, id) WHERE state NOT IN ('closed', 'filed');
CREATE INDEX cases_open_anywhere ON cases (id) WHERE state NOT IN ('closed', 'filed');
CREATE INDEX cases_owner ON cases (owner_id, id) WHERE state NOT IN ('closed', 'filed');
