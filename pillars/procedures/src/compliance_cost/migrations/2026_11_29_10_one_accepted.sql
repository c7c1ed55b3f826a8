-- One study counts of a procedure, agency, year and scenario; of a change, one of each study before it. Where two were accepted
-- in the same moment, the later one stays.
UPDATE cost_study SET state = 'superseded' WHERE state = 'accepted' AND id < (
  SELECT MAX(o.id) FROM cost_study o
  WHERE o.state = 'accepted' AND o.procedure_code = cost_study.procedure_code AND o.agency_id = cost_study.agency_id
    AND o.year = cost_study.year AND o.scenario = cost_study.scenario
    AND COALESCE(o.base_study_id, 0) = COALESCE(cost_study.base_study_id, 0)
);
CREATE UNIQUE INDEX cost_study_accepted ON cost_study (procedure_code, agency_id, year, scenario, COALESCE(base_study_id, 0))
  WHERE state = 'accepted';
