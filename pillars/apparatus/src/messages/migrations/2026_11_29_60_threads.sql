CREATE TABLE dossier_thread (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL UNIQUE,
  agency_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  tracking_key TEXT NOT NULL,
  account_id BIGINT,
  last_at BIGINT NOT NULL,
  last_side TEXT NOT NULL,
  waiting_since BIGINT,
  correction_due_on TEXT,
  staff_read_at BIGINT NOT NULL,
  applicant_read_at BIGINT NOT NULL
);
CREATE INDEX dossier_thread_waiting ON dossier_thread (waiting_since, id);
CREATE INDEX dossier_thread_correction ON dossier_thread (correction_due_on, id);
CREATE INDEX dossier_thread_last ON dossier_thread (last_at, id);
CREATE INDEX dossier_thread_account ON dossier_thread (account_id, last_at, id);

CREATE TABLE dossier_message (
  id SERIAL_ID,
  thread_id BIGINT NOT NULL REFERENCES dossier_thread (id),
  side TEXT NOT NULL,
  kind TEXT NOT NULL,
  author_id BIGINT,
  author_name TEXT NOT NULL,
  body TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  due_on TEXT,
  answered_at BIGINT,
  closed_at BIGINT
);
CREATE INDEX dossier_message_thread ON dossier_message (thread_id, id);

CREATE TABLE dossier_message_item (
  id SERIAL_ID,
  message_id BIGINT NOT NULL REFERENCES dossier_message (id),
  kind TEXT NOT NULL,
  item_key TEXT NOT NULL,
  name TEXT NOT NULL
);
CREATE INDEX dossier_message_item_message ON dossier_message_item (message_id);

CREATE TABLE dossier_message_file (
  id SERIAL_ID,
  message_id BIGINT NOT NULL REFERENCES dossier_message (id),
  hash TEXT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL
);
CREATE INDEX dossier_message_file_message ON dossier_message_file (message_id);

CREATE TABLE standing_answer (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  folded TEXT NOT NULL,
  body TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX standing_answer_agency ON standing_answer (agency_id, title, id);
