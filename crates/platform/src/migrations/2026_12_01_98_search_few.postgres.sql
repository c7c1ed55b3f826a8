-- Kinds of which there are few are found by an index of their own, the public ones among them by theirs.
ALTER TABLE search_entry ADD COLUMN many BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE search_entry SET many = TRUE WHERE kind = 'dossier';
CREATE INDEX search_words_few ON search_entry USING GIN (to_tsvector('simple', folded)) WITH (fastupdate = off)
  WHERE NOT many AND agency_id IS NOT NULL;
