-- Tries by name, known or not, so that waiting tells nobody which names exist.
CREATE TABLE sign_in_try (
  login_hash TEXT PRIMARY KEY,
  account_id BIGINT,
  failures BIGINT NOT NULL,
  tried_at BIGINT NOT NULL,
  locked_until BIGINT
);
CREATE INDEX sign_in_try_account ON sign_in_try (account_id);

-- A password that somebody else made: its owner changes it before anything else.
ALTER TABLE account ADD COLUMN password_once BOOLEAN NOT NULL DEFAULT FALSE;
-- When it was opened again after having been disabled; idle days count from then.
ALTER TABLE account ADD COLUMN opened_at BIGINT;

-- What the outbox searches by: subject and address without tone marks; empty for notices from before.
ALTER TABLE notice ADD COLUMN folded TEXT NOT NULL DEFAULT '';

-- Filters are kept by the address of their list.
UPDATE saved_filter SET list = '/ho-so' WHERE list = 'one_stop.inbox';
