CREATE TABLE IF NOT EXISTS installation (
  fact TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE shipped_row (
  kind TEXT NOT NULL,
  row_key TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  put_hash TEXT NOT NULL,
  shipped_at BIGINT NOT NULL,
  PRIMARY KEY (kind, row_key)
);

ALTER TABLE job ADD COLUMN owner TEXT;
ALTER TABLE job ADD COLUMN progress_what TEXT;
ALTER TABLE job ADD COLUMN progress_done BIGINT;
ALTER TABLE job ADD COLUMN progress_of BIGINT;
