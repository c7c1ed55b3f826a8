-- A published flow is withdrawn for new dossiers: asked for by one person with a reason, decided by another with a day.
ALTER TABLE flow_design_version ADD COLUMN withdraw_by BIGINT;
ALTER TABLE flow_design_version ADD COLUMN withdraw_reason TEXT;
ALTER TABLE flow_design_version ADD COLUMN ends_on TEXT;
