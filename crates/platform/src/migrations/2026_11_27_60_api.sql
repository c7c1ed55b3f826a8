-- Tokens of the programming interface: only their SHA-256 is kept.
CREATE TABLE api_token (
  id SERIAL_ID,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  ranges TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  used_from TEXT NOT NULL,
  revoked_at BIGINT
);
CREATE UNIQUE INDEX api_token_hash ON api_token (token_hash);
CREATE INDEX api_token_account ON api_token (account_id, id);

-- Answers kept under the caller's key, so that a call sent twice is done once.
CREATE TABLE api_replay (
  token_id BIGINT NOT NULL,
  replay_key TEXT NOT NULL,
  asked_hash TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  status BIGINT,
  location TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (token_id, replay_key)
);
CREATE INDEX api_replay_begun ON api_replay (begun_at);
