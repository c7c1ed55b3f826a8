-- Plans of the reform by agency and period; their tasks by edition, the line of work a task stands for, comments, check-ins,
-- and the secret addresses of calendar feeds.
CREATE TABLE reform_plan (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  approver_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  span TEXT NOT NULL,
  state TEXT NOT NULL,
  edition BIGINT NOT NULL,
  in_force BIGINT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  author_name TEXT NOT NULL,
  submitted_on TEXT,
  submitted_at BIGINT,
  submitted_by TEXT NOT NULL,
  first_submitted_on TEXT,
  answer_due_on TEXT,
  approved_on TEXT,
  reason TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (agency_id, year, span)
);
CREATE INDEX reform_plan_state ON reform_plan (state, id);

CREATE TABLE plan_edition (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES reform_plan (id),
  edition BIGINT NOT NULL,
  reason TEXT NOT NULL,
  decision TEXT NOT NULL,
  approved_on TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  UNIQUE (plan_id, edition)
);

CREATE TABLE plan_line (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES reform_plan (id),
  percent BIGINT NOT NULL,
  checked_on TEXT,
  done_on TEXT,
  stopped_on TEXT,
  stop_reason TEXT NOT NULL,
  carried_from BIGINT,
  carried_to BIGINT
);
CREATE INDEX plan_line_plan ON plan_line (plan_id, id);

CREATE TABLE plan_task (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES reform_plan (id),
  edition BIGINT NOT NULL,
  line_id BIGINT NOT NULL REFERENCES plan_line (id),
  position BIGINT NOT NULL,
  field TEXT NOT NULL,
  item TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  output TEXT NOT NULL,
  figure TEXT NOT NULL,
  measure TEXT NOT NULL,
  lead_id BIGINT NOT NULL,
  cooperating TEXT NOT NULL,
  person_id BIGINT,
  person_name TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  money BIGINT NOT NULL,
  source TEXT NOT NULL,
  UNIQUE (plan_id, edition, line_id)
);
CREATE INDEX plan_task_line ON plan_task (line_id, edition);
CREATE INDEX plan_task_lead ON plan_task (lead_id, to_on);

CREATE TABLE plan_comment (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES reform_plan (id),
  edition BIGINT NOT NULL,
  line_id BIGINT,
  text TEXT NOT NULL,
  author_id BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  author_agency_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  answer TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at BIGINT
);
CREATE INDEX plan_comment_plan ON plan_comment (plan_id, id);

CREATE TABLE plan_checkin (
  id SERIAL_ID,
  line_id BIGINT NOT NULL REFERENCES plan_line (id),
  percent BIGINT NOT NULL,
  done BOOLEAN NOT NULL,
  text TEXT NOT NULL,
  measured TEXT NOT NULL,
  measured_href TEXT NOT NULL,
  link_kind TEXT NOT NULL,
  link_label TEXT NOT NULL,
  link_href TEXT NOT NULL,
  link_agency_id BIGINT,
  file_hash TEXT,
  file_name TEXT,
  happened_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  author_name TEXT NOT NULL
);
CREATE INDEX plan_checkin_line ON plan_checkin (line_id, id);

CREATE TABLE calendar_feed (
  id SERIAL_ID,
  key_hash TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL,
  agency_id BIGINT,
  made_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX calendar_feed_account ON calendar_feed (account_id, id);
