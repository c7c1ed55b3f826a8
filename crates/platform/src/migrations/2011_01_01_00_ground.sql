CREATE TABLE kept_version (version BIGINT NOT NULL);
INSERT INTO kept_version (version) VALUES (0);

CREATE TABLE journal (
  id SERIAL_ID,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id BIGINT,
  actor_name TEXT NOT NULL,
  unit_id BIGINT,
  slice TEXT NOT NULL,
  record TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  action TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  reason TEXT,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX journal_record ON journal (record, record_id, id);
CREATE INDEX journal_unit ON journal (unit_id, at);

CREATE TABLE job (
  id SERIAL_ID,
  name TEXT NOT NULL,
  payload TEXT NOT NULL,
  unique_key TEXT UNIQUE,
  run_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  state TEXT NOT NULL,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX job_due ON job (run_at, id) WHERE state IN ('queued', 'running');
CREATE INDEX job_state ON job (state, id);
CREATE TABLE job_tick (tick TEXT PRIMARY KEY);

CREATE TABLE account (
  id SERIAL_ID,
  kind TEXT NOT NULL,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  folded_name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  identity_number TEXT,
  address TEXT,
  agency_id BIGINT,
  password_hash TEXT NOT NULL,
  disabled BOOLEAN NOT NULL,
  failures BIGINT NOT NULL,
  locked_until BIGINT,
  created_at BIGINT NOT NULL,
  signed_in_at BIGINT
);
CREATE INDEX account_agency ON account (agency_id);

CREATE TABLE session (
  id SERIAL_ID,
  token_hash TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES account (id),
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE role (
  id SERIAL_ID,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  permissions TEXT NOT NULL
);

CREATE TABLE role_grant (
  id SERIAL_ID,
  account_id BIGINT NOT NULL REFERENCES account (id),
  role_code TEXT NOT NULL REFERENCES role (code),
  agency_id BIGINT NOT NULL,
  subtree BOOLEAN NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  delegated_by BIGINT,
  granted_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX role_grant_account ON role_grant (account_id);

CREATE TABLE legal_profile (
  id SERIAL_ID,
  rule_key TEXT NOT NULL,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  value TEXT NOT NULL,
  unit TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  source TEXT NOT NULL,
  confirmed BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  state TEXT NOT NULL,
  replaces_id BIGINT,
  changed_at BIGINT NOT NULL
);
CREATE INDEX legal_profile_key ON legal_profile (rule_key, state);

CREATE TABLE calendar_day (
  id SERIAL_ID,
  day_on TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  confirmed BOOLEAN NOT NULL
);

CREATE TABLE office_hours (
  agency_id BIGINT PRIMARY KEY,
  hours TEXT NOT NULL
);

CREATE TABLE stored_file (
  hash TEXT PRIMARY KEY,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  stored_at BIGINT NOT NULL
);

CREATE TABLE search_entry (
  id SERIAL_ID,
  kind TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  href TEXT NOT NULL,
  folded TEXT NOT NULL,
  agency_id BIGINT
);
CREATE UNIQUE INDEX search_entry_record ON search_entry (kind, record_id);

CREATE TABLE notice_template (
  code TEXT NOT NULL,
  version BIGINT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (code, version)
);

CREATE TABLE notice (
  id SERIAL_ID,
  template TEXT NOT NULL,
  template_version BIGINT NOT NULL,
  account_id BIGINT,
  email TEXT,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  href TEXT NOT NULL,
  at BIGINT NOT NULL,
  seen BOOLEAN NOT NULL,
  mail_state TEXT NOT NULL
);
CREATE INDEX notice_account ON notice (account_id, id);

CREATE TABLE saved_filter (
  id SERIAL_ID,
  account_id BIGINT NOT NULL REFERENCES account (id),
  list TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL
);
CREATE INDEX saved_filter_account ON saved_filter (account_id, list);
