CREATE TABLE survey_set (
  id SERIAL_ID,
  code TEXT NOT NULL,
  version BIGINT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  definition TEXT NOT NULL,
  source TEXT NOT NULL,
  UNIQUE (code, version)
);

CREATE TABLE survey_invite (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL UNIQUE,
  dossier_code TEXT NOT NULL,
  set_id BIGINT NOT NULL REFERENCES survey_set (id),
  token TEXT NOT NULL UNIQUE,
  agency_id BIGINT NOT NULL,
  procedure_code TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  returned_on TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  answered_at BIGINT,
  source TEXT NOT NULL,
  comment TEXT NOT NULL
);
CREATE INDEX survey_invite_open ON survey_invite (expires_on, id) WHERE answered_at IS NULL;

CREATE TABLE survey_answer (
  id SERIAL_ID,
  invite_id BIGINT NOT NULL REFERENCES survey_invite (id),
  agency_id BIGINT NOT NULL,
  question TEXT NOT NULL,
  factor TEXT NOT NULL,
  value BIGINT,
  satisfied BIGINT,
  answered_on TEXT NOT NULL,
  UNIQUE (invite_id, question)
);
CREATE INDEX survey_answer_day ON survey_answer (answered_on, id);
CREATE INDEX survey_answer_agency ON survey_answer (agency_id, answered_on, id);

CREATE TABLE survey_tally (
  agency_id BIGINT NOT NULL,
  month_on TEXT NOT NULL,
  factor TEXT NOT NULL,
  sheets BIGINT NOT NULL,
  rated BIGINT NOT NULL,
  satisfied BIGINT NOT NULL,
  PRIMARY KEY (agency_id, month_on, factor)
);
CREATE INDEX survey_tally_month ON survey_tally (month_on);
