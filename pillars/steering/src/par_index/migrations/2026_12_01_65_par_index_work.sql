-- Criteria given to people of the agency; answers of a survey by group of respondents; trees that wait for a second person;
-- agencies that agree with what was verified.
CREATE TABLE par_assignment (
  id SERIAL_ID,
  sheet_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  account_name TEXT NOT NULL,
  due_on TEXT NOT NULL,
  given_name TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  UNIQUE (sheet_id, code)
);
CREATE INDEX par_assignment_account ON par_assignment (account_id, sheet_id);

CREATE TABLE par_survey (
  id SERIAL_ID,
  sheet_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  respondents TEXT NOT NULL,
  answers_a BIGINT NOT NULL,
  answers_b BIGINT NOT NULL,
  answers_c BIGINT NOT NULL,
  answers_d BIGINT NOT NULL,
  source TEXT NOT NULL,
  entered_name TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  UNIQUE (sheet_id, code, respondents)
);

ALTER TABLE par_tree ADD COLUMN approved BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE par_tree ADD COLUMN changed_by BIGINT;
ALTER TABLE par_tree ADD COLUMN approved_name TEXT NOT NULL DEFAULT '';
ALTER TABLE par_tree ADD COLUMN approved_at BIGINT;

ALTER TABLE par_sheet ADD COLUMN agreed_at BIGINT;
ALTER TABLE par_sheet ADD COLUMN agreed_name TEXT NOT NULL DEFAULT '';
