-- A question may go to an expert outside the agencies, named in words; the dossier's own agency writes the answer down.
ALTER TABLE dossier_opinion ADD COLUMN expert TEXT;
