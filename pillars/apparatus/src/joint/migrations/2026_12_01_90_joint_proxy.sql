ALTER TABLE joint_dossier ADD COLUMN proxy TEXT;
ALTER TABLE joint_dossier ADD COLUMN owner_identity TEXT NOT NULL DEFAULT '';
CREATE INDEX joint_dossier_owner ON joint_dossier (owner_identity, id);
ALTER TABLE joint_dossier ADD COLUMN term TEXT NOT NULL DEFAULT '';
ALTER TABLE joint_part ADD COLUMN received_at BIGINT;
