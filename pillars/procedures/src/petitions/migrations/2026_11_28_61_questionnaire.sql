CREATE TABLE questionnaire (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  folded TEXT NOT NULL,
  content TEXT NOT NULL,
  target TEXT NOT NULL,
  way TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  closed_on TEXT,
  conclusion TEXT NOT NULL
);
CREATE INDEX questionnaire_due ON questionnaire (due_on, id);

CREATE TABLE questionnaire_reply (
  id SERIAL_ID,
  questionnaire_id BIGINT NOT NULL REFERENCES questionnaire (id),
  respondent TEXT NOT NULL,
  chased_on TEXT,
  answered_on TEXT,
  answer TEXT NOT NULL
);
CREATE INDEX questionnaire_reply_of ON questionnaire_reply (questionnaire_id, id);
