CREATE TABLE dossier_late_letter (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  due_at BIGINT NOT NULL,
  expected_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  letter_number TEXT NOT NULL,
  sent_at BIGINT NOT NULL
);
CREATE INDEX dossier_late_letter_of ON dossier_late_letter (dossier_id, id);
