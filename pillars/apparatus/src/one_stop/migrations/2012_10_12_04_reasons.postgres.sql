-- Why a dossier was refused, as a code that can be counted; the promised day, by which open dossiers count as late.
ALTER TABLE dossier ADD COLUMN end_reason_code TEXT;
ALTER TABLE dossier ADD COLUMN due_on TEXT;
UPDATE dossier SET end_reason_code = CASE
  WHEN end_reason LIKE 'not_competent: %' THEN 'not_competent'
  WHEN end_reason LIKE 'not_entitled: %' THEN 'not_entitled'
  WHEN end_reason LIKE 'incomplete: %' THEN 'incomplete'
  WHEN end_reason LIKE 'duplicate: %' THEN 'duplicate'
  ELSE 'other' END WHERE state = 3 OR outcome = 'refused';
UPDATE dossier SET due_on = to_char(to_timestamp(due_at / 1000000 + 25200) AT TIME ZONE 'UTC', 'YYYY-MM-DD') WHERE due_at IS NOT NULL;
CREATE INDEX dossier_overdue ON dossier (due_on, agency_id) WHERE is_open;
