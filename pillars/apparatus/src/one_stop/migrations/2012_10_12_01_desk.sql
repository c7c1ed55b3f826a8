CREATE INDEX dossier_owner ON dossier (owner_folded, id);
CREATE INDEX dossier_returning ON dossier (agency_id, settled_at, id) WHERE state = 9;
CREATE INDEX dossier_register ON dossier (agency_id, received_on, register_number);
