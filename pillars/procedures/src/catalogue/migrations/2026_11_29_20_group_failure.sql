ALTER TABLE procedure_group ADD COLUMN on_failure TEXT NOT NULL DEFAULT 'stop';
