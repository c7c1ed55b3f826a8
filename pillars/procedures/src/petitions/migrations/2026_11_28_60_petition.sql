CREATE TABLE petition (
  id SERIAL_ID,
  code TEXT NOT NULL UNIQUE,
  token TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  person_kind TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  content TEXT NOT NULL,
  transcriber TEXT NOT NULL,
  topic TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  part TEXT NOT NULL,
  folded TEXT NOT NULL,
  folded_name TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  origin_id BIGINT NOT NULL,
  given_at BIGINT NOT NULL,
  given_on TEXT NOT NULL,
  received_on TEXT,
  register_no BIGINT NOT NULL,
  state TEXT NOT NULL,
  counted_from_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  due_days BIGINT NOT NULL,
  settled_on TEXT,
  publish_due_on TEXT,
  published_on TEXT,
  public_question TEXT NOT NULL,
  public_answer TEXT NOT NULL,
  public_folded TEXT NOT NULL,
  ground TEXT NOT NULL,
  passed_to TEXT NOT NULL,
  merged_into BIGINT,
  reopened BIGINT NOT NULL,
  disliked BIGINT NOT NULL,
  warned BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX petition_agency ON petition (agency_id, given_at, id);
CREATE INDEX petition_due ON petition (due_on, id);
CREATE INDEX petition_name ON petition (folded_name);
CREATE INDEX petition_published ON petition (published_on, id);

CREATE TABLE petition_step (
  id SERIAL_ID,
  petition_id BIGINT NOT NULL REFERENCES petition (id),
  at BIGINT NOT NULL,
  act TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX petition_step_of ON petition_step (petition_id, id);

CREATE TABLE petition_file (
  id SERIAL_ID,
  petition_id BIGINT NOT NULL REFERENCES petition (id),
  hash TEXT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL
);
CREATE INDEX petition_file_of ON petition_file (petition_id, id);

CREATE TABLE petition_answer (
  id SERIAL_ID,
  petition_id BIGINT NOT NULL REFERENCES petition (id),
  at BIGINT NOT NULL,
  agency_id BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  criteria TEXT NOT NULL,
  text TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE,
  level TEXT NOT NULL,
  comment TEXT NOT NULL,
  rated_on TEXT
);
CREATE INDEX petition_answer_of ON petition_answer (petition_id, id);

CREATE TABLE petition_counter (
  scope TEXT NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);
