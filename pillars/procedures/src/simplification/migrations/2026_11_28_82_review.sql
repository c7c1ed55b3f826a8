-- Review plans with their rows, sheets of the impact questionnaires, proposals with the documents they amend.
CREATE TABLE review_plan (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  sent_on TEXT,
  sent_by TEXT NOT NULL,
  UNIQUE (agency_id, year)
);

CREATE TABLE review_item (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES review_plan (id),
  procedure_code TEXT NOT NULL,
  subject TEXT NOT NULL,
  folded TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  basis TEXT NOT NULL,
  product TEXT NOT NULL,
  done_on TEXT
);
CREATE INDEX review_item_plan ON review_item (plan_id, id);

CREATE TABLE review_sheet (
  id SERIAL_ID,
  form TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  folded TEXT NOT NULL,
  subject TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  item_id BIGINT,
  answers TEXT NOT NULL,
  version BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  done_on TEXT
);
CREATE INDEX review_sheet_item ON review_sheet (item_id);

CREATE TABLE simplification (
  id SERIAL_ID,
  procedure_code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  folded TEXT NOT NULL,
  field TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  part TEXT NOT NULL,
  measure TEXT NOT NULL,
  own_power BOOLEAN NOT NULL,
  content_now TEXT NOT NULL,
  content_proposed TEXT NOT NULL,
  reason TEXT NOT NULL,
  cost_before BIGINT,
  cost_after BIGINT,
  cost_href TEXT NOT NULL,
  deadline_on TEXT,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  proposed_on TEXT NOT NULL,
  decision TEXT NOT NULL,
  decided_on TEXT,
  carried_on TEXT,
  carried_evidence TEXT NOT NULL
);
CREATE INDEX simplification_state ON simplification (state, deadline_on);

CREATE TABLE simplification_document (
  id SERIAL_ID,
  simplification_id BIGINT NOT NULL REFERENCES simplification (id),
  number TEXT NOT NULL,
  article TEXT NOT NULL,
  content TEXT NOT NULL,
  amended_by TEXT NOT NULL
);
CREATE INDEX simplification_document_of ON simplification_document (simplification_id, id);
