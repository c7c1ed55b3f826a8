CREATE TABLE dialogue (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  held_on TEXT NOT NULL,
  place TEXT NOT NULL,
  theme TEXT NOT NULL,
  folded TEXT NOT NULL,
  audience TEXT NOT NULL,
  ask_until_on TEXT NOT NULL,
  state TEXT NOT NULL,
  attendees BIGINT NOT NULL,
  minutes TEXT NOT NULL
);
CREATE INDEX dialogue_held ON dialogue (held_on, id);

CREATE TABLE dialogue_question (
  id SERIAL_ID,
  dialogue_id BIGINT NOT NULL REFERENCES dialogue (id),
  moment TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  asker TEXT NOT NULL,
  contact TEXT NOT NULL,
  content TEXT NOT NULL,
  folded TEXT NOT NULL,
  owner_id BIGINT NOT NULL,
  due_on TEXT NOT NULL,
  due_days BIGINT NOT NULL,
  answer TEXT NOT NULL,
  answered_on TEXT,
  public_question TEXT NOT NULL,
  public_answer TEXT NOT NULL,
  published_on TEXT
);
CREATE INDEX dialogue_question_of ON dialogue_question (dialogue_id, id);
CREATE INDEX dialogue_question_due ON dialogue_question (due_on, id);
