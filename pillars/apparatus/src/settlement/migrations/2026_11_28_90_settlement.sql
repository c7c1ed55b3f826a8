-- What a dossier counts for: points of the decree's indicators, places in the index's ratios; null where it is not counted.
CREATE TABLE settlement_dossier (
  dossier_id BIGINT PRIMARY KEY,
  code TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  channel TEXT NOT NULL,
  counted_on TEXT,
  due_on TEXT,
  law_class TEXT NOT NULL,
  index_class TEXT NOT NULL,
  d1 BIGINT,
  d2 BIGINT,
  d3 BIGINT,
  d4 BIGINT,
  d7 BIGINT,
  q21 BIGINT,
  q33 BIGINT,
  q36 BIGINT,
  q41 BIGINT,
  q42 BIGINT,
  q43 BIGINT,
  q44 BIGINT,
  q45 BIGINT
);
CREATE INDEX settlement_dossier_agency ON settlement_dossier (agency_id, counted_on, dossier_id);
CREATE INDEX settlement_dossier_open ON settlement_dossier (due_on, dossier_id) WHERE counted_on IS NULL;

CREATE TABLE settlement_hand (
  dossier_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (dossier_id, account_id)
);
CREATE INDEX settlement_hand_account ON settlement_hand (account_id, dossier_id);

CREATE TABLE settlement_tally (
  agency_id BIGINT NOT NULL,
  month_on TEXT NOT NULL,
  item TEXT NOT NULL,
  numerator BIGINT NOT NULL,
  denominator BIGINT NOT NULL,
  PRIMARY KEY (agency_id, month_on, item)
);
CREATE INDEX settlement_tally_month ON settlement_tally (month_on, agency_id);

CREATE TABLE settlement_officer (
  agency_id BIGINT NOT NULL,
  month_on TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  item TEXT NOT NULL,
  name TEXT NOT NULL,
  numerator BIGINT NOT NULL,
  denominator BIGINT NOT NULL,
  PRIMARY KEY (agency_id, month_on, account_id, item)
);
CREATE INDEX settlement_officer_account ON settlement_officer (account_id, month_on);

CREATE TABLE settlement_service (
  agency_id BIGINT NOT NULL,
  month_on TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  PRIMARY KEY (agency_id, month_on, procedure_code)
);

CREATE TABLE settlement_score (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  month_on TEXT NOT NULL,
  points BIGINT NOT NULL,
  weight BIGINT NOT NULL,
  marked BIGINT NOT NULL,
  scored BIGINT NOT NULL,
  UNIQUE (agency_id, month_on)
);
CREATE INDEX settlement_score_due ON settlement_score (month_on) WHERE marked > scored;

CREATE TABLE settlement_result (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  period TEXT NOT NULL,
  frozen_at BIGINT NOT NULL,
  frozen_by TEXT NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (agency_id, period)
);

CREATE TABLE settlement_state (
  name TEXT PRIMARY KEY,
  content TEXT NOT NULL
);
INSERT INTO settlement_state (name, content) VALUES ('lock', '');
