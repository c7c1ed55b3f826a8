-- Cost studies of procedures and their jobs. Both sums are kept for lists and figures; every change of a job or of the
-- year's numbers reckons them anew in its own transaction.
CREATE TABLE cost_study (
  id SERIAL_ID,
  procedure_code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  folded TEXT NOT NULL,
  field TEXT NOT NULL,
  version_id BIGINT NOT NULL,
  version_number BIGINT NOT NULL,
  agency_id BIGINT NOT NULL,
  scenario TEXT NOT NULL,
  base_study_id BIGINT,
  year BIGINT NOT NULL,
  income BIGINT NOT NULL,
  income_source TEXT NOT NULL,
  times BIGINT NOT NULL,
  subjects BIGINT NOT NULL,
  subjects_given TEXT NOT NULL,
  counted BIGINT NOT NULL,
  own_count BOOLEAN NOT NULL,
  own_reason TEXT NOT NULL,
  jobs BIGINT NOT NULL,
  cost_once BIGINT NOT NULL,
  cost_year BIGINT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  submitted_at BIGINT,
  reviewer_id BIGINT,
  reviewer_name TEXT NOT NULL,
  reviewed_at BIGINT,
  review_note TEXT NOT NULL
);
CREATE INDEX cost_study_of ON cost_study (procedure_code, agency_id, year, scenario, state);
CREATE INDEX cost_study_year ON cost_study (year, id);
CREATE INDEX cost_study_base ON cost_study (base_study_id);

CREATE TABLE cost_line (
  id SERIAL_ID,
  study_id BIGINT NOT NULL REFERENCES cost_study (id),
  position BIGINT NOT NULL,
  activity TEXT NOT NULL,
  job TEXT NOT NULL,
  action TEXT NOT NULL,
  hours BIGINT NOT NULL,
  hours_given TEXT NOT NULL,
  persons BIGINT NOT NULL,
  income BIGINT,
  outside BIGINT NOT NULL,
  outside_given TEXT NOT NULL,
  fee BIGINT NOT NULL,
  note TEXT NOT NULL,
  evidence TEXT NOT NULL
);
CREATE INDEX cost_line_study ON cost_line (study_id, position, id);
