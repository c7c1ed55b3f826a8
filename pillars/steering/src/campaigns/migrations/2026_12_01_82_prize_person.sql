-- Whether a prize went to a private person, whose name may be taken off; of prizes written down before nobody knows, and they are
-- treated as a person's. withheld_on: the day the name was taken off.
ALTER TABLE comm_prize ADD COLUMN person BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE comm_prize ADD COLUMN withheld_on TEXT;
