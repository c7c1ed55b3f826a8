-- Tries of all nodes together. Unlogged: after a crash everybody may begin anew, and no try costs a write to the log.
CREATE UNLOGGED TABLE rate_limit (
  limit_key TEXT PRIMARY KEY,
  paid_at BIGINT NOT NULL
);
