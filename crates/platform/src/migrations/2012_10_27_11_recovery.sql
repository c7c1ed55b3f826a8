ALTER TABLE account ADD COLUMN verified_at BIGINT;

CREATE TABLE recovery (
  id SERIAL_ID,
  token_hash TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES account (id),
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX recovery_account ON recovery (account_id, made_at);
