CREATE TABLE result_entry (
  id SERIAL_ID,
  result_id BIGINT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE,
  dossier_id BIGINT NOT NULL,
  dossier_code TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  procedure_code TEXT NOT NULL,
  field TEXT NOT NULL,
  number TEXT NOT NULL,
  name TEXT NOT NULL,
  holder_name TEXT NOT NULL,
  holder_identity TEXT NOT NULL,
  account_id BIGINT,
  by_proxy BOOLEAN NOT NULL,
  signer TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  validity TEXT,
  valid_to TEXT,
  file_hash TEXT,
  file_name TEXT,
  state TEXT NOT NULL,
  ended_on TEXT,
  decision_number TEXT,
  replaced_by BIGINT,
  folded TEXT NOT NULL,
  entered_at BIGINT NOT NULL
);
CREATE INDEX result_entry_agency ON result_entry (agency_id, signed_on, id);
CREATE INDEX result_entry_signed ON result_entry (signed_on, id);
CREATE INDEX result_entry_dossier ON result_entry (dossier_id);
CREATE INDEX result_entry_account ON result_entry (account_id, id);
CREATE INDEX result_entry_holder ON result_entry (holder_identity, id);

CREATE TABLE result_change (
  id SERIAL_ID,
  entry_id BIGINT NOT NULL REFERENCES result_entry (id),
  kind TEXT NOT NULL,
  ground TEXT NOT NULL,
  decision_number TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  replaced_by BIGINT,
  state TEXT NOT NULL,
  proposer_id BIGINT,
  proposer_name TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  decider_id BIGINT,
  decider_name TEXT,
  decided_at BIGINT,
  note TEXT
);
CREATE INDEX result_change_entry ON result_change (entry_id, id);
CREATE UNIQUE INDEX result_change_open ON result_change (entry_id) WHERE state = 'proposed';

CREATE TABLE result_gathered (
  place BIGINT PRIMARY KEY,
  last_id BIGINT NOT NULL
);
