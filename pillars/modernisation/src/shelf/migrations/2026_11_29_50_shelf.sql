CREATE TABLE shelf_consent (
  id SERIAL_ID,
  account_id BIGINT NOT NULL UNIQUE,
  identity TEXT NOT NULL,
  given_at BIGINT NOT NULL
);
CREATE INDEX shelf_consent_identity ON shelf_consent (identity);

CREATE TABLE shelf_paper (
  id SERIAL_ID,
  account_id BIGINT NOT NULL,
  source TEXT NOT NULL,
  source_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  number TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  vouched_by TEXT NOT NULL,
  vouched_on TEXT NOT NULL,
  valid_to TEXT,
  file_hash TEXT,
  file_name TEXT,
  procedure_code TEXT NOT NULL,
  dossier_code TEXT NOT NULL,
  result_code TEXT,
  entered_at BIGINT NOT NULL,
  left_why TEXT,
  left_at BIGINT,
  reminded_at BIGINT,
  UNIQUE (account_id, source, source_id)
);
CREATE INDEX shelf_paper_source ON shelf_paper (source, source_id);
CREATE INDEX shelf_paper_ends ON shelf_paper (valid_to) WHERE left_at IS NULL AND reminded_at IS NULL;

CREATE TABLE shelf_use (
  id SERIAL_ID,
  paper_id BIGINT NOT NULL REFERENCES shelf_paper (id),
  account_id BIGINT NOT NULL,
  component TEXT NOT NULL,
  dossier_id BIGINT NOT NULL,
  dossier_code TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  taken_by TEXT NOT NULL,
  taken_at BIGINT NOT NULL
);
CREATE INDEX shelf_use_account ON shelf_use (account_id, id);
CREATE INDEX shelf_use_paper ON shelf_use (paper_id);
