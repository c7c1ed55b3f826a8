CREATE TABLE flow_design (
  id SERIAL_ID,
  procedure_code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE flow_design_version (
  id SERIAL_ID,
  flow_id BIGINT NOT NULL REFERENCES flow_design (id),
  number BIGINT NOT NULL,
  state TEXT NOT NULL,
  body TEXT NOT NULL,
  edits BIGINT NOT NULL,
  starts_on TEXT,
  drafted_by BIGINT NOT NULL,
  proposed_by BIGINT,
  decided_by BIGINT,
  changed_at BIGINT NOT NULL,
  UNIQUE (flow_id, number)
);
CREATE INDEX flow_design_version_state ON flow_design_version (state, starts_on, flow_id);
