CREATE TABLE desk_label (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  tone TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (agency_id, folded)
);

CREATE TABLE desk_labelled (
  id SERIAL_ID,
  label_id BIGINT NOT NULL REFERENCES desk_label (id),
  dossier_id BIGINT NOT NULL,
  agency_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  put_at BIGINT NOT NULL,
  put_by TEXT NOT NULL,
  UNIQUE (label_id, dossier_id)
);
CREATE INDEX desk_labelled_dossier ON desk_labelled (dossier_id);
CREATE INDEX desk_labelled_put ON desk_labelled (agency_id, put_at, id);

CREATE TABLE desk_follow (
  id SERIAL_ID,
  account_id BIGINT NOT NULL,
  dossier_id BIGINT NOT NULL,
  agency_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  since_at BIGINT NOT NULL,
  UNIQUE (account_id, dossier_id)
);
CREATE INDEX desk_follow_dossier ON desk_follow (dossier_id);

CREATE TABLE desk_twin (
  id SERIAL_ID,
  first_id BIGINT NOT NULL,
  first_code TEXT NOT NULL,
  second_id BIGINT NOT NULL,
  second_code TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  first_agency_id BIGINT NOT NULL,
  procedure_name TEXT NOT NULL,
  why TEXT NOT NULL,
  found_at BIGINT NOT NULL,
  decision TEXT,
  decided_at BIGINT,
  decided_by TEXT,
  UNIQUE (first_id, second_id)
);
CREATE INDEX desk_twin_found ON desk_twin (agency_id, found_at, id);

CREATE TABLE desk_pace (
  id SERIAL_ID,
  procedure_code TEXT NOT NULL,
  step BIGINT NOT NULL,
  half_days BIGINT NOT NULL,
  dossiers BIGINT NOT NULL,
  UNIQUE (procedure_code, step)
);
