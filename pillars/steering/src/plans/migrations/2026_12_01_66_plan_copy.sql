-- Copies of an approved plan, to the agencies that a dated rule names.
CREATE TABLE plan_copy (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL,
  edition BIGINT NOT NULL,
  agency_id BIGINT NOT NULL,
  sent_on TEXT NOT NULL,
  UNIQUE (plan_id, edition, agency_id)
);
CREATE INDEX plan_copy_agency ON plan_copy (agency_id, plan_id);
