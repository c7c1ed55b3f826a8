CREATE INDEX search_words ON search_entry USING GIN (to_tsvector('simple', folded));
