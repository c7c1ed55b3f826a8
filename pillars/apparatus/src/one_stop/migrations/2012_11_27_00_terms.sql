-- Which of a procedure's terms a dossier follows; the text by which a wait is not counted.
ALTER TABLE dossier ADD COLUMN term_variant TEXT;
ALTER TABLE dossier_pause ADD COLUMN basis TEXT;
