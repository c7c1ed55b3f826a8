ALTER TABLE form_design_version ADD COLUMN hands TEXT NOT NULL DEFAULT '[]';
