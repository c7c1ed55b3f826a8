CREATE TABLE procedure (
  id SERIAL_ID,
  code TEXT NOT NULL UNIQUE,
  agency_id BIGINT NOT NULL,
  entered_at BIGINT NOT NULL
);

CREATE TABLE procedure_version (
  id SERIAL_ID,
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  number BIGINT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  field_code TEXT NOT NULL,
  field_name TEXT NOT NULL,
  level TEXT NOT NULL,
  audience TEXT NOT NULL,
  life_events TEXT NOT NULL,
  term TEXT NOT NULL,
  status TEXT NOT NULL,
  declared_level BIGINT NOT NULL,
  service_level BIGINT NOT NULL,
  missing BIGINT NOT NULL,
  missing_parts TEXT NOT NULL,
  unconfirmed BIGINT NOT NULL,
  unconfirmed_parts TEXT NOT NULL,
  declared_from TEXT NOT NULL,
  declared_to TEXT,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  folded TEXT NOT NULL,
  folded_name TEXT NOT NULL,
  body TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  source_file TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  UNIQUE (procedure_id, number)
);
CREATE INDEX procedure_version_code ON procedure_version (code, valid_from);
CREATE INDEX procedure_version_status ON procedure_version (status, valid_from);
