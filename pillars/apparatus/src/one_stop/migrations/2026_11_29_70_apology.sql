CREATE TABLE dossier_apology (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  agency_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  apology_by_on TEXT NOT NULL,
  new_due_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  prepared_at BIGINT NOT NULL,
  outcome TEXT,
  closed_at BIGINT,
  closed_on TEXT,
  closed_by TEXT,
  dismiss_reason TEXT,
  UNIQUE (dossier_id, due_at)
);
CREATE INDEX dossier_apology_agency ON dossier_apology (agency_id, apology_by_on);
