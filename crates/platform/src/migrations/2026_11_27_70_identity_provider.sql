-- Who is under way to a provider of identities and back: one row a try, used up by the answer.
-- With `told` it is somebody the provider has told of, who is to choose how to go on.
CREATE TABLE provider_try (
  state_hash TEXT PRIMARY KEY,
  browser_hash TEXT NOT NULL,
  provider TEXT NOT NULL,
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,
  back TEXT NOT NULL,
  account_id BIGINT,
  told TEXT,
  expires_at BIGINT NOT NULL
);

-- Which account a provider's person signs in to; `realm` is whom the provider signs in, and its issuer. `claim` is what administrators linked, `subject` what the first sign-in told.
CREATE TABLE provider_link (
  id SERIAL_ID,
  realm TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  claim TEXT,
  subject TEXT,
  made_at BIGINT NOT NULL,
  used_at BIGINT,
  ended_at BIGINT
);
CREATE UNIQUE INDEX provider_link_subject ON provider_link (realm, subject) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX provider_link_claim ON provider_link (realm, claim) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX provider_link_account ON provider_link (account_id, realm) WHERE ended_at IS NULL;

-- By which provider a session was opened, and whether the second factor was given there.
ALTER TABLE session ADD COLUMN provider TEXT;
ALTER TABLE session ADD COLUMN strong BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sign_in_pending ADD COLUMN provider TEXT;
