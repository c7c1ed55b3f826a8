-- Public records, a few hundred among all dossiers, are found by an index of their own.
CREATE INDEX search_words_public ON search_entry USING GIN (to_tsvector('simple', folded)) WITH (fastupdate = off)
  WHERE agency_id IS NULL;
-- What was filed goes into the index at once. Left on a list for later, every search reads that list, up to four megabytes
-- of it, and the filing that finds it full clears it while others wait.
ALTER INDEX search_words SET (fastupdate = off);
SELECT gin_clean_pending_list('search_words'::regclass);
