-- Passkeys (WebAuthn): the public key and its counter as the library keeps them.
CREATE TABLE passkey (
  id SERIAL_ID,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  credential_id TEXT NOT NULL,
  credential TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX passkey_account ON passkey (account_id);
CREATE UNIQUE INDEX passkey_credential ON passkey (credential_id);

-- A passkey under way: what the browser is asked, and what its answer is held against.
CREATE TABLE passkey_try (
  account_id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  question TEXT NOT NULL,
  state TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- What a passkey's answer at sign-in is held against.
ALTER TABLE sign_in_pending ADD COLUMN challenge TEXT;

-- Recovery codes stand for themselves: whoever has passkeys alone has no secret to keep their salt with.
ALTER TABLE recovery_code ADD COLUMN salt TEXT NOT NULL DEFAULT '';
UPDATE recovery_code SET salt = COALESCE((SELECT f.code_salt FROM second_factor f WHERE f.account_id = recovery_code.account_id), '');
