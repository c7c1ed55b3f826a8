CREATE TABLE dossier_flow (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL UNIQUE REFERENCES dossier (id),
  version_id BIGINT NOT NULL,
  procedure_code TEXT NOT NULL,
  number BIGINT NOT NULL,
  marking TEXT NOT NULL
);
CREATE INDEX dossier_flow_version ON dossier_flow (procedure_code, version_id, dossier_id);

CREATE TABLE dossier_timer (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  node TEXT NOT NULL,
  name TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  fires_at BIGINT NOT NULL,
  fired_at BIGINT
);
CREATE INDEX dossier_timer_open ON dossier_timer (fires_at, id) WHERE fired_at IS NULL;
CREATE INDEX dossier_timer_dossier ON dossier_timer (dossier_id);

ALTER TABLE dossier_step ADD COLUMN node TEXT;
ALTER TABLE dossier_step ADD COLUMN result TEXT;
ALTER TABLE dossier_step ADD COLUMN assignee_id BIGINT;
ALTER TABLE dossier_step ADD COLUMN beside BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX dossier_step_beside ON dossier_step (role, dossier_id) WHERE beside AND ended_at IS NULL;
