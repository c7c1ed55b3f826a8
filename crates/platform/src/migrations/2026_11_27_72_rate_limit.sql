-- Tries of all nodes together (PostgreSQL only; one process before a file counts for itself).
CREATE TABLE rate_limit (
  limit_key TEXT PRIMARY KEY,
  paid_at BIGINT NOT NULL
);
