DROP INDEX dossier_open;
DROP INDEX dossier_agency_open;
CREATE INDEX dossier_open_list ON dossier (due_sort, id, agency_id, state, field, channel, procedure_code, is_open) WHERE is_open;
CREATE INDEX dossier_agency_open_list ON dossier (agency_id, due_sort, id, state, field, channel, procedure_code, is_open) WHERE is_open;
