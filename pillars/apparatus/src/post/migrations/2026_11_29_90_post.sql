CREATE TABLE post_item (
  id SERIAL_ID,
  direction TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  dossier_id BIGINT,
  dossier_code TEXT NOT NULL,
  tracking_key TEXT NOT NULL,
  subject TEXT NOT NULL,
  account_id BIGINT,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  service TEXT NOT NULL,
  zone TEXT NOT NULL,
  number TEXT NOT NULL,
  public_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  list_id BIGINT,
  fee BIGINT NOT NULL,
  fee_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_on TEXT NOT NULL,
  postmark_on TEXT,
  posted_on TEXT,
  ended_on TEXT,
  attempts BIGINT NOT NULL,
  reason_code TEXT,
  reason TEXT,
  version BIGINT NOT NULL
);
CREATE INDEX post_item_agency ON post_item (agency_id, made_at, id);
CREATE INDEX post_item_dossier ON post_item (dossier_id, id);
CREATE INDEX post_item_number ON post_item (number, id);
CREATE INDEX post_item_list ON post_item (list_id, id);
CREATE INDEX post_item_account ON post_item (account_id, id);

CREATE TABLE post_list (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  service TEXT NOT NULL,
  number TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_on TEXT NOT NULL,
  maker_name TEXT NOT NULL,
  handed_on TEXT,
  handed_at BIGINT,
  handed_by TEXT,
  taken_by TEXT,
  version BIGINT NOT NULL
);
CREATE INDEX post_list_agency ON post_list (agency_id, made_on, id);

CREATE TABLE post_number (
  scope TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);

CREATE TABLE post_event (
  id SERIAL_ID,
  item_id BIGINT NOT NULL REFERENCES post_item (id),
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  day_on TEXT NOT NULL,
  note TEXT NOT NULL,
  source TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX post_event_item ON post_event (item_id, id);

CREATE TABLE post_file (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  imported_at BIGINT NOT NULL,
  importer_name TEXT NOT NULL,
  lines BIGINT NOT NULL,
  applied BIGINT NOT NULL,
  left_over BIGINT NOT NULL
);
CREATE INDEX post_file_agency ON post_file (agency_id, imported_at, id);

CREATE TABLE post_file_line (
  id SERIAL_ID,
  file_id BIGINT NOT NULL REFERENCES post_file (id),
  line BIGINT NOT NULL,
  number TEXT NOT NULL,
  outcome TEXT NOT NULL,
  day_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  finding TEXT NOT NULL,
  item_id BIGINT
);
CREATE INDEX post_file_line_file ON post_file_line (file_id, line);
