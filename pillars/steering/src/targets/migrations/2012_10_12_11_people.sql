-- Of indicators that count people's answers: how many people stand behind a row. clusters: people in this row, whatever its
-- reason; heads: each person counted in one row only, so that sums over reasons stay right. Others: the records.
ALTER TABLE figure ADD COLUMN clusters BIGINT NOT NULL DEFAULT 0;
ALTER TABLE figure ADD COLUMN heads BIGINT NOT NULL DEFAULT 0;
UPDATE figure SET clusters = count, heads = count;
