CREATE TABLE dossier (
  id SERIAL_ID,
  code TEXT NOT NULL UNIQUE,
  tracking_key TEXT NOT NULL UNIQUE,
  idempotency_key TEXT NOT NULL UNIQUE,
  procedure_version_id BIGINT NOT NULL,
  procedure_code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  field TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  channel TEXT NOT NULL,
  applicant_kind TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  owner_folded TEXT NOT NULL,
  owner_identity TEXT NOT NULL,
  owner_address TEXT NOT NULL,
  owner_phone TEXT NOT NULL,
  owner_email TEXT NOT NULL,
  proxy TEXT,
  account_id BIGINT,
  form TEXT NOT NULL,
  result_delivery TEXT NOT NULL,
  state BIGINT NOT NULL,
  version BIGINT NOT NULL,
  is_open BOOLEAN NOT NULL,
  with_verification BOOLEAN NOT NULL,
  filed_at BIGINT NOT NULL,
  filed_on TEXT NOT NULL,
  received_at BIGINT,
  received_on TEXT,
  register_number BIGINT,
  due_at BIGINT,
  due_from_at BIGINT,
  due_sort BIGINT NOT NULL,
  due_steps TEXT NOT NULL,
  settled_at BIGINT,
  settled_on TEXT,
  outcome TEXT,
  ended_on TEXT,
  end_reason TEXT,
  returned_at BIGINT,
  returned_on TEXT,
  returned_to TEXT,
  step_number BIGINT NOT NULL,
  step_role TEXT,
  step_due_at BIGINT,
  assignee_id BIGINT,
  supplement_count BIGINT NOT NULL,
  extension_count BIGINT NOT NULL,
  half_days BIGINT
);
CREATE INDEX dossier_open ON dossier (due_sort, id) WHERE is_open;
CREATE INDEX dossier_agency_open ON dossier (agency_id, due_sort, id) WHERE is_open;
CREATE INDEX dossier_agency_filed ON dossier (agency_id, filed_at, id);
CREATE INDEX dossier_filed ON dossier (filed_at, id);
CREATE INDEX dossier_account ON dossier (account_id, id);
CREATE INDEX dossier_received ON dossier (received_on, agency_id);
CREATE INDEX dossier_settled ON dossier (settled_on, agency_id);
CREATE INDEX dossier_ended ON dossier (ended_on, agency_id);

CREATE TABLE dossier_paper (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  component TEXT NOT NULL,
  name TEXT NOT NULL,
  given TEXT NOT NULL,
  copies BIGINT NOT NULL,
  note TEXT,
  file_hash TEXT,
  file_name TEXT
);
CREATE INDEX dossier_paper_dossier ON dossier_paper (dossier_id);

CREATE TABLE dossier_step (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  unit TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT,
  ended_at BIGINT,
  giver_name TEXT NOT NULL,
  actor_id BIGINT,
  actor_name TEXT,
  note TEXT
);
CREATE INDEX dossier_step_dossier ON dossier_step (dossier_id, number);

CREATE TABLE dossier_pause (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  reason TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT
);
CREATE INDEX dossier_pause_dossier ON dossier_pause (dossier_id);

CREATE TABLE dossier_supplement (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  reason_code TEXT NOT NULL,
  content TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_on TEXT NOT NULL,
  answer_by_on TEXT,
  guide_name TEXT NOT NULL,
  guide_phone TEXT NOT NULL,
  answered_at BIGINT
);
CREATE INDEX dossier_supplement_dossier ON dossier_supplement (dossier_id);

CREATE TABLE dossier_extension (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  old_due_at BIGINT NOT NULL,
  new_due_on TEXT NOT NULL,
  new_due_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  letter_number TEXT NOT NULL,
  extended_at BIGINT NOT NULL
);
CREATE INDEX dossier_extension_dossier ON dossier_extension (dossier_id);

CREATE TABLE dossier_opinion (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  unit_id BIGINT NOT NULL,
  question TEXT NOT NULL,
  due_on TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  answer TEXT,
  answered_by TEXT,
  answered_at BIGINT
);
CREATE INDEX dossier_opinion_dossier ON dossier_opinion (dossier_id);
CREATE INDEX dossier_opinion_unit ON dossier_opinion (unit_id, answered_at);

CREATE TABLE dossier_result (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  number TEXT NOT NULL,
  name TEXT NOT NULL,
  signer TEXT NOT NULL,
  signed_at BIGINT NOT NULL,
  file_hash TEXT,
  file_name TEXT
);
CREATE INDEX dossier_result_dossier ON dossier_result (dossier_id);

CREATE TABLE code_counter (
  scope TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
