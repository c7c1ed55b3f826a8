-- By which session at the provider a session here was opened: it ends when the provider tells that one ended.
ALTER TABLE session ADD COLUMN provider_session TEXT;
ALTER TABLE sign_in_pending ADD COLUMN provider_session TEXT;
CREATE INDEX session_provider ON session (provider, provider_session);

-- When a provider asked the person of a session anew, which stands for the password for some minutes.
ALTER TABLE session ADD COLUMN proved_at BIGINT;
-- What somebody was sent to a provider for: empty to sign in or to link, or to show that they are still there.
ALTER TABLE provider_try ADD COLUMN purpose TEXT NOT NULL DEFAULT '';

-- What providers told of ended sessions: each counts once.
CREATE TABLE provider_ended (
  provider TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (provider, token_hash)
);

-- Nobody knows the password of an account that a provider opened, until its owner sets one.
ALTER TABLE account ADD COLUMN password_unset BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE account SET password_unset = TRUE WHERE kind = 'citizen'
  AND EXISTS (SELECT 1 FROM provider_link l WHERE l.account_id = account.id AND l.made_at = account.created_at)
  AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.record = 'account' AND j.record_id = account.id AND j.action = 'set_password');

-- When somebody else made the password: it runs out.
ALTER TABLE account ADD COLUMN password_once_at BIGINT;
