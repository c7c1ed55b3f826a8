CREATE TABLE draft (
  id SERIAL_ID,
  account_id BIGINT NOT NULL,
  procedure_code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  people TEXT NOT NULL,
  answers TEXT NOT NULL,
  papers TEXT NOT NULL,
  idempotency_key TEXT NOT NULL UNIQUE,
  dossier_id BIGINT,
  dossier_code TEXT,
  tracking_key TEXT,
  started_at BIGINT NOT NULL,
  saved_at BIGINT NOT NULL
);
CREATE INDEX draft_account ON draft (account_id, state, id);
