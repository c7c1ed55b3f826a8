-- An open step that is given up because the dossier went back over the split that began it: nobody did it, and it is nobody's delay.
ALTER TABLE dossier_step ADD COLUMN taken_back BOOLEAN NOT NULL DEFAULT FALSE;
