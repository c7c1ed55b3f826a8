-- Kinds of which there are many, such as dossiers, are found in a word table of their own; those of which there are few are
-- no longer looked for among them.
ALTER TABLE search_entry ADD COLUMN many BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE search_entry SET many = TRUE WHERE kind = 'dossier';
CREATE VIRTUAL TABLE search_words_few USING fts5(folded, content='', contentless_delete=1);
INSERT INTO search_words_few (rowid, folded) SELECT id, folded FROM search_entry WHERE NOT many;
DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_entry WHERE NOT many);
