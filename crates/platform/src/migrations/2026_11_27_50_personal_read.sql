CREATE TABLE personal_read (
  id SERIAL_ID,
  at BIGINT NOT NULL,
  slot BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  reader_name TEXT NOT NULL,
  reader_folded TEXT NOT NULL,
  role TEXT NOT NULL,
  unit_id BIGINT,
  record TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  record_code TEXT NOT NULL,
  agency_id BIGINT,
  what TEXT NOT NULL,
  without_task BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX personal_read_once ON personal_read (record, record_id, account_id, what, slot);
CREATE INDEX personal_read_at ON personal_read (at);
CREATE INDEX personal_read_agency ON personal_read (agency_id, id);
