-- A city's own definition of a measure: written, reviewed by a second person, in force from a day. `content` is the measure of
-- the document as JSON, `base_content` what was in force when it was begun. The imported measure stays what the programme says.
CREATE TABLE measure_definition (
  id SERIAL_ID,
  measure_id BIGINT NOT NULL REFERENCES measure (id),
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  content TEXT NOT NULL,
  base_content TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_on TEXT NOT NULL,
  proposed_name TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  submitted_at BIGINT,
  decided_name TEXT NOT NULL,
  decided_at BIGINT,
  remark TEXT NOT NULL,
  changes BIGINT NOT NULL,
  UNIQUE (measure_id, version)
);
CREATE INDEX measure_definition_force ON measure_definition (measure_id, state, from_on);
CREATE INDEX measure_definition_state ON measure_definition (state, id);
