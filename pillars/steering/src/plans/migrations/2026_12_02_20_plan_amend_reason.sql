-- Why a plan in force is amended, kept apart from why it was returned: the edition that comes of it names the former.
ALTER TABLE reform_plan ADD COLUMN amend_reason TEXT NOT NULL DEFAULT '';
UPDATE reform_plan SET amend_reason = reason WHERE in_force > 0 AND edition > in_force AND state IN ('draft', 'submitted');
