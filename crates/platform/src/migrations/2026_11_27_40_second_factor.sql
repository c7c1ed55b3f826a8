-- Second factors: the secret sealed with a key outside the database, the last step a code was taken of.
CREATE TABLE second_factor (
  account_id BIGINT PRIMARY KEY,
  secret TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  used_step BIGINT NOT NULL,
  code_salt TEXT NOT NULL
);

-- One-time codes for whoever lost the device: Argon2id of each, salted by account.
CREATE TABLE recovery_code (
  account_id BIGINT NOT NULL,
  code_hash TEXT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (account_id, code_hash)
);

-- The password was right, the code is still to come: no session yet.
CREATE TABLE sign_in_pending (
  token_hash TEXT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_pending_account ON sign_in_pending (account_id);
