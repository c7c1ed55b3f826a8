-- The years' books of the register: opened with the year's first number, closed by an act, with a fingerprint of each entry.
CREATE TABLE register_book (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  closed_at BIGINT,
  closer_id BIGINT,
  closer_name TEXT,
  closed_entries BIGINT,
  first_number BIGINT,
  last_number BIGINT,
  gaps TEXT,
  unfinished BIGINT,
  hash TEXT,
  remark TEXT
);
CREATE UNIQUE INDEX register_book_year ON register_book (agency_id, year);
CREATE TABLE register_book_entry (
  id SERIAL_ID,
  book_id BIGINT NOT NULL REFERENCES register_book (id),
  dossier_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX register_book_entry_book ON register_book_entry (book_id, number);
-- The years that hold entries already; a book whose year ends on another day is opened with its next number.
INSERT INTO register_book (agency_id, year, from_on, to_on, opened_at, version)
  SELECT agency_id, CAST(SUBSTR(received_on, 1, 4) AS BIGINT), SUBSTR(received_on, 1, 4) || '-01-01',
         SUBSTR(received_on, 1, 4) || '-12-31', MIN(received_at), 1
  FROM dossier WHERE received_on IS NOT NULL AND received_at IS NOT NULL
  GROUP BY agency_id, SUBSTR(received_on, 1, 4);
