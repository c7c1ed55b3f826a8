-- Who was there for the inspected unit, a line each, as the minutes name both sides.
ALTER TABLE inspection ADD COLUMN unit_present TEXT NOT NULL DEFAULT '';
