-- What a citizen does not want to be told by mail or by text message.
ALTER TABLE account ADD COLUMN no_mail BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN no_sms BOOLEAN NOT NULL DEFAULT FALSE;
