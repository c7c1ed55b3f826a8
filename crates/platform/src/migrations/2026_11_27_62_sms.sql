-- A short text beside the mail: to whom, in which words, what became of it, by which number the gateway knows it.
ALTER TABLE notice_template ADD COLUMN sms TEXT NOT NULL DEFAULT '';

ALTER TABLE notice ADD COLUMN phone TEXT;
ALTER TABLE notice ADD COLUMN sms TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN sms_state TEXT NOT NULL DEFAULT 'none';
ALTER TABLE notice ADD COLUMN sms_reference TEXT;
ALTER TABLE notice ADD COLUMN sms_at BIGINT;

CREATE INDEX notice_sms_reference ON notice (sms_reference);
CREATE INDEX notice_sms_state ON notice (sms_state);
