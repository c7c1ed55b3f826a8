-- Requests for papers are counted by their day.
CREATE INDEX dossier_supplement_asked ON dossier_supplement (asked_on, dossier_id);
