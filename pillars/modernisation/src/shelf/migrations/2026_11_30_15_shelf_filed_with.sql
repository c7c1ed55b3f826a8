-- The parts of a joint dossier are filed with the same papers: an original goes to the shelf once.
ALTER TABLE shelf_paper ADD COLUMN filed_with TEXT;
