-- A new password or the taking off of a second factor, asked for by one administrator and decided by another.
CREATE TABLE account_request (
  id SERIAL_ID,
  account_id BIGINT NOT NULL,
  act TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  outcome TEXT,
  decided_by BIGINT,
  decided_at BIGINT
);
CREATE INDEX account_request_account ON account_request (account_id);
