CREATE TABLE dossier_return (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  kind TEXT NOT NULL,
  component TEXT NOT NULL,
  component_name TEXT NOT NULL,
  reason_code TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  filed_on TEXT NOT NULL,
  happened_on TEXT NOT NULL
);
CREATE INDEX dossier_return_procedure ON dossier_return (procedure_code, filed_on);
CREATE INDEX dossier_return_filed ON dossier_return (filed_on, agency_id);
CREATE INDEX dossier_return_dossier ON dossier_return (dossier_id);

-- What was returned before this step counts as of the whole dossier: of which paper nobody kept.
INSERT INTO dossier_return (dossier_id, kind, component, component_name, reason_code, procedure_code, agency_id, filed_on, happened_on)
SELECT s.dossier_id, 'supplement', '', '', s.reason_code, d.procedure_code, d.agency_id, d.filed_on, s.asked_on
FROM dossier_supplement s JOIN dossier d ON d.id = s.dossier_id;
INSERT INTO dossier_return (dossier_id, kind, component, component_name, reason_code, procedure_code, agency_id, filed_on, happened_on)
SELECT d.id, 'refused_receipt', '', '', COALESCE(d.end_reason_code, 'other'), d.procedure_code, d.agency_id, d.filed_on, d.ended_on
FROM dossier d WHERE d.state = 3 AND d.ended_on IS NOT NULL;
INSERT INTO dossier_return (dossier_id, kind, component, component_name, reason_code, procedure_code, agency_id, filed_on, happened_on)
SELECT d.id, 'refused_result', '', '', COALESCE(d.end_reason_code, 'other'), d.procedure_code, d.agency_id, d.filed_on, d.settled_on
FROM dossier d WHERE d.outcome = 'refused' AND d.settled_on IS NOT NULL;
