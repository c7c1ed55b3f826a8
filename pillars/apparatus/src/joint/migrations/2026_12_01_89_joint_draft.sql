CREATE TABLE joint_draft (
  id SERIAL_ID,
  account_id BIGINT NOT NULL,
  group_code TEXT NOT NULL,
  group_name TEXT NOT NULL,
  lead_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  answers TEXT NOT NULL,
  papers TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  joint_id BIGINT,
  folded TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  saved_at BIGINT NOT NULL,
  UNIQUE (account_id, idempotency_key)
);
CREATE INDEX joint_draft_saved ON joint_draft (state, saved_at);
