-- Communication of the reform: an agency's plan of a year with its editions; campaigns and planned pieces by edition, the line
-- a campaign keeps through all of them; channels as a dated catalogue; pieces that appeared with their files; contests.
CREATE TABLE comm_plan (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  approver_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  state TEXT NOT NULL,
  edition BIGINT NOT NULL,
  in_force BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  submitted_on TEXT,
  submitted_by TEXT NOT NULL,
  answer_due_on TEXT,
  approved_on TEXT,
  reason TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (agency_id, year)
);
CREATE INDEX comm_plan_state ON comm_plan (state, id);

CREATE TABLE comm_edition (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES comm_plan (id),
  edition BIGINT NOT NULL,
  reason TEXT NOT NULL,
  decision TEXT NOT NULL,
  approved_on TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  UNIQUE (plan_id, edition)
);

CREATE TABLE comm_line (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES comm_plan (id)
);
CREATE INDEX comm_line_plan ON comm_line (plan_id, id);

CREATE TABLE comm_campaign (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES comm_plan (id),
  edition BIGINT NOT NULL,
  line_id BIGINT NOT NULL REFERENCES comm_line (id),
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  aim TEXT NOT NULL,
  audience TEXT NOT NULL,
  field TEXT NOT NULL,
  task_line BIGINT,
  task_name TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  UNIQUE (plan_id, edition, line_id),
  UNIQUE (plan_id, edition, folded)
);
CREATE INDEX comm_campaign_line ON comm_campaign (line_id, edition);

CREATE TABLE comm_planned (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES comm_plan (id),
  edition BIGINT NOT NULL,
  line_id BIGINT NOT NULL REFERENCES comm_line (id),
  channel TEXT NOT NULL,
  quarter BIGINT NOT NULL,
  from_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  pieces BIGINT NOT NULL,
  cost BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (plan_id, edition, line_id, channel, quarter)
);
CREATE INDEX comm_planned_line ON comm_planned (line_id, edition);

CREATE TABLE comm_channel (
  id SERIAL_ID,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  unit TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  UNIQUE (code)
);

CREATE TABLE comm_piece (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  line_id BIGINT REFERENCES comm_line (id),
  title TEXT NOT NULL,
  folded TEXT NOT NULL,
  genre TEXT NOT NULL,
  channel TEXT NOT NULL,
  outlet_id BIGINT,
  outlet_name TEXT NOT NULL,
  published_on TEXT NOT NULL,
  link TEXT NOT NULL,
  link_key TEXT UNIQUE,
  reach BIGINT,
  reach_how TEXT NOT NULL,
  reach_note TEXT NOT NULL,
  cost BIGINT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  author_name TEXT NOT NULL,
  author_agency_id BIGINT NOT NULL,
  entered_at BIGINT NOT NULL,
  verified_on TEXT,
  verified_by TEXT NOT NULL,
  form_key TEXT NOT NULL UNIQUE,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX comm_piece_line ON comm_piece (line_id, channel, published_on);
CREATE INDEX comm_piece_agency ON comm_piece (agency_id, published_on);
CREATE INDEX comm_piece_outlet ON comm_piece (outlet_id, published_on);
CREATE INDEX comm_piece_state ON comm_piece (state, entered_at);

CREATE TABLE comm_piece_file (
  id SERIAL_ID,
  piece_id BIGINT NOT NULL REFERENCES comm_piece (id),
  file_hash TEXT NOT NULL,
  file_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (piece_id, file_hash)
);

CREATE TABLE comm_contest (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  line_id BIGINT NOT NULL REFERENCES comm_line (id),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  about TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  cost BIGINT NOT NULL,
  state TEXT NOT NULL,
  published_on TEXT,
  published_by TEXT NOT NULL,
  author_name TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (line_id, folded)
);
CREATE INDEX comm_contest_agency ON comm_contest (agency_id, from_on);

CREATE TABLE comm_round (
  id SERIAL_ID,
  contest_id BIGINT NOT NULL REFERENCES comm_contest (id),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  entries BIGINT,
  counted_on TEXT,
  UNIQUE (contest_id, folded)
);

CREATE TABLE comm_prize (
  id SERIAL_ID,
  contest_id BIGINT NOT NULL REFERENCES comm_contest (id),
  prize TEXT NOT NULL,
  winner TEXT NOT NULL,
  folded TEXT NOT NULL,
  UNIQUE (contest_id, folded)
);
