-- Open dossiers of the whole city by field and state, for who oversees it: without it a list of few was looked for among all
-- that is open. The last condition keeps it for the lists that name it: SQLite, which knows no numbers of rows, would else take
-- it for an agency's dossiers too, and read the city's for them.
CREATE INDEX dossier_field_list ON dossier (field, state, due_sort, id, channel, agency_id, procedure_code, is_open)
  WHERE is_open AND state < 99;
