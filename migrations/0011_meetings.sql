-- A meeting of the sides of a mediation is an appointment like any other: its place is taken in the same table, under the
-- same unique indexes. When it is stands there alone.
ALTER TABLE booking ADD COLUMN meeting BOOLEAN NOT NULL DEFAULT FALSE; -- the other parties come too
ALTER TABLE mediation DROP COLUMN meets_at;
