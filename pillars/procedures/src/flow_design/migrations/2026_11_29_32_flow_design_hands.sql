ALTER TABLE flow_design_version ADD COLUMN hands TEXT NOT NULL DEFAULT '[]';
