-- Why the unit did not sign the minutes, as the team noted it; empty where it signed.
ALTER TABLE inspection_signature ADD COLUMN refused TEXT NOT NULL DEFAULT '';
