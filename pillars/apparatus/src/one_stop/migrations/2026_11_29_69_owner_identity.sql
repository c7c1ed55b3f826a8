-- A filing is compared with what stands under the owner's number.
CREATE INDEX dossier_owner_identity ON dossier (owner_identity, id);
