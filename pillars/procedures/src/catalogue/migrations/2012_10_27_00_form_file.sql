ALTER TABLE procedure_version ADD COLUMN whole_way BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE procedure_form (
  id SERIAL_ID,
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  form_name TEXT NOT NULL,
  hash TEXT NOT NULL,
  file_name TEXT NOT NULL,
  size BIGINT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  UNIQUE (procedure_id, form_name)
);
