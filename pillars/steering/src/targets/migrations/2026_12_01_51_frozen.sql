-- What a reading rests on, so that it can be recomputed later: the version of its definition (0: as the programme says), the day
-- it was read on, its evidence by months with rows and hash (JSON), the hash over all of them, and the definition in words (JSON).
ALTER TABLE reading ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reading ADD COLUMN as_of_on TEXT NOT NULL DEFAULT '';
ALTER TABLE reading ADD COLUMN evidence_rows BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reading ADD COLUMN evidence_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE reading ADD COLUMN chunks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reading ADD COLUMN definition TEXT NOT NULL DEFAULT '{}';
ALTER TABLE reading ADD COLUMN frozen_name TEXT NOT NULL DEFAULT '';
CREATE INDEX reading_period ON reading (period, agency_id, id);
