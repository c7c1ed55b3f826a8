CREATE TABLE joint_dossier (
  id SERIAL_ID,
  code TEXT NOT NULL UNIQUE,
  tracking_key TEXT NOT NULL UNIQUE,
  idempotency_key TEXT NOT NULL UNIQUE,
  group_code TEXT NOT NULL,
  group_name TEXT NOT NULL,
  on_failure TEXT NOT NULL,
  lead_id BIGINT NOT NULL,
  channel TEXT NOT NULL,
  applicant_kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  folded TEXT NOT NULL,
  account_id BIGINT,
  delivery TEXT NOT NULL,
  papers TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  filed_at BIGINT NOT NULL,
  filed_on TEXT NOT NULL,
  first_due_at BIGINT,
  due_at BIGINT,
  due_on TEXT,
  promised BOOLEAN NOT NULL,
  settled_at BIGINT,
  settled_on TEXT,
  returned_at BIGINT,
  returned_to TEXT
);
CREATE INDEX joint_dossier_lead ON joint_dossier (lead_id, id);
CREATE INDEX joint_dossier_filed ON joint_dossier (filed_at, id);
CREATE INDEX joint_dossier_account ON joint_dossier (account_id, id);

CREATE TABLE joint_part (
  id SERIAL_ID,
  joint_id BIGINT NOT NULL REFERENCES joint_dossier (id),
  place BIGINT NOT NULL,
  stage BIGINT NOT NULL,
  procedure_code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  term TEXT NOT NULL,
  filing TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  dossier_id BIGINT UNIQUE,
  dossier_code TEXT NOT NULL,
  dossier_key TEXT NOT NULL,
  opened_at BIGINT,
  due_at BIGINT,
  ended_at BIGINT,
  returned_at BIGINT,
  UNIQUE (joint_id, place)
);
CREATE INDEX joint_part_agency ON joint_part (agency_id, joint_id);

CREATE TABLE joint_counter (
  scope TEXT NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);
