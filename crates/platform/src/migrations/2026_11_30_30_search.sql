-- SQLite reads the few public records by their kind; the index of their own is PostgreSQL's.
DROP INDEX IF EXISTS search_words_public;
