-- A message of the applicant may be a complaint of how one was treated; whoever heads the desk says once whether it is so.
ALTER TABLE dossier_message ADD COLUMN found TEXT;
ALTER TABLE dossier_message ADD COLUMN finding TEXT;
ALTER TABLE dossier_message ADD COLUMN found_by TEXT;
ALTER TABLE dossier_message ADD COLUMN found_at BIGINT;
