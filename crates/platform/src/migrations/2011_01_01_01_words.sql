CREATE VIRTUAL TABLE search_words USING fts5(folded, content='', contentless_delete=1);
