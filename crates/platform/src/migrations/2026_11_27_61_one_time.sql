-- A link that opens something to whoever has it is not shown to administrators, and goes once its mail is sent.
ALTER TABLE notice ADD COLUMN one_time BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE notice SET one_time = TRUE WHERE template = 'portal.recovery';
UPDATE notice SET href = '' WHERE template = 'portal.recovery' AND mail_state = 'sent';
