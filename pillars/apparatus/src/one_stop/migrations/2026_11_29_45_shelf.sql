ALTER TABLE dossier_paper ADD COLUMN shelf_id BIGINT;
CREATE INDEX dossier_owner_identity ON dossier (owner_identity, id);
