-- Trees of the index by year and level; rounds that use one; a sheet for each agency of a round with its scores and evidence.
-- Points and indices are whole ten-thousandths.
CREATE TABLE par_tree (
  id SERIAL_ID,
  code TEXT NOT NULL UNIQUE,
  year BIGINT NOT NULL,
  level TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  folded TEXT NOT NULL,
  source TEXT NOT NULL,
  confirmed BOOLEAN NOT NULL,
  ready BOOLEAN NOT NULL,
  leaves BIGINT NOT NULL,
  content TEXT NOT NULL,
  version BIGINT NOT NULL,
  changed_name TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE TABLE par_round (
  id SERIAL_ID,
  tree_id BIGINT NOT NULL,
  owner_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  level TEXT NOT NULL,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  closes_on TEXT,
  decision TEXT NOT NULL,
  decided_on TEXT,
  decided_by BIGINT,
  decided_name TEXT NOT NULL,
  published_at BIGINT,
  UNIQUE (owner_id, year, level)
);

CREATE TABLE par_sheet (
  id SERIAL_ID,
  round_id BIGINT NOT NULL,
  agency_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  level TEXT NOT NULL,
  folded TEXT NOT NULL,
  state TEXT NOT NULL,
  due_on TEXT NOT NULL,
  version BIGINT NOT NULL,
  submitted_at BIGINT,
  submitted_by BIGINT,
  submitted_name TEXT NOT NULL,
  verified_at BIGINT,
  verified_by BIGINT,
  verified_name TEXT NOT NULL,
  own_index BIGINT,
  verified_index BIGINT,
  final_index BIGINT,
  total TEXT NOT NULL,
  class TEXT NOT NULL,
  place BIGINT,
  overs BIGINT NOT NULL,
  in_time BOOLEAN NOT NULL,
  UNIQUE (round_id, agency_id)
);
CREATE INDEX par_sheet_agency ON par_sheet (agency_id, year);
CREATE INDEX par_sheet_year ON par_sheet (year, level, state);

CREATE TABLE par_score (
  id SERIAL_ID,
  sheet_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  not_applicable BOOLEAN NOT NULL,
  facts TEXT NOT NULL,
  own_points BIGINT,
  explanation TEXT NOT NULL,
  measured TEXT NOT NULL,
  measured_points BIGINT,
  verified_points BIGINT,
  verified_facts TEXT NOT NULL,
  reason TEXT NOT NULL,
  verified_by BIGINT,
  verified_name TEXT NOT NULL,
  objection TEXT NOT NULL,
  answer TEXT NOT NULL,
  answered_name TEXT NOT NULL,
  final_points BIGINT,
  version BIGINT NOT NULL,
  UNIQUE (sheet_id, code)
);

CREATE TABLE par_evidence (
  id SERIAL_ID,
  sheet_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  dated_on TEXT NOT NULL,
  link_kind TEXT,
  link_id BIGINT,
  link_href TEXT,
  link_agency_id BIGINT,
  file_hash TEXT,
  file_name TEXT,
  uploaded_name TEXT NOT NULL,
  uploaded_at BIGINT NOT NULL
);
CREATE INDEX par_evidence_sheet ON par_evidence (sheet_id, code);
