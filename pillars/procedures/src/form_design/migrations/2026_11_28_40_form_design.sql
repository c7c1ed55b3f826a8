CREATE TABLE form_design (
  id SERIAL_ID,
  procedure_code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE form_design_version (
  id SERIAL_ID,
  form_id BIGINT NOT NULL REFERENCES form_design (id),
  number BIGINT NOT NULL,
  state TEXT NOT NULL,
  body TEXT NOT NULL,
  edits BIGINT NOT NULL,
  starts_on TEXT,
  drafted_by BIGINT NOT NULL,
  proposed_by BIGINT,
  decided_by BIGINT,
  changed_at BIGINT NOT NULL,
  UNIQUE (form_id, number)
);
CREATE INDEX form_design_version_state ON form_design_version (state, form_id);
