ALTER TABLE dossier_paper ADD COLUMN shelf_id BIGINT;
