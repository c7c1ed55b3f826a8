-- Waves of asking: a dated campaign with its questionnaire, its groups and its units; what was counted from paper by unit and
-- group; the reading that is frozen when the wave is closed. Of the people who answered nothing is kept.
CREATE TABLE survey_wave (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  year BIGINT NOT NULL,
  first_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  set_id BIGINT NOT NULL REFERENCES survey_set (id),
  asked TEXT NOT NULL,
  population BIGINT,
  expected BIGINT NOT NULL,
  version BIGINT NOT NULL,
  opened_name TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_name TEXT NOT NULL,
  reading TEXT NOT NULL,
  reading_hash TEXT NOT NULL
);
CREATE INDEX survey_wave_year ON survey_wave (year, id);

CREATE TABLE survey_wave_unit (
  wave_id BIGINT NOT NULL REFERENCES survey_wave (id),
  agency_id BIGINT NOT NULL,
  PRIMARY KEY (wave_id, agency_id)
);
CREATE INDEX survey_wave_unit_agency ON survey_wave_unit (agency_id, wave_id);

CREATE TABLE survey_wave_count (
  id SERIAL_ID,
  wave_id BIGINT NOT NULL REFERENCES survey_wave (id),
  agency_id BIGINT NOT NULL,
  respondents TEXT NOT NULL,
  sheets BIGINT NOT NULL,
  counts TEXT NOT NULL,
  source TEXT NOT NULL,
  version BIGINT NOT NULL,
  entered_name TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  checked_name TEXT NOT NULL,
  checked_at BIGINT,
  UNIQUE (wave_id, agency_id, respondents)
);
