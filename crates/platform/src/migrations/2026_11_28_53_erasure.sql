-- A citizen asks that their account be erased; somebody decides where the rules want a decision.
CREATE TABLE erasure_request (
  id SERIAL_ID,
  account_id BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  outcome TEXT,
  reason TEXT NOT NULL DEFAULT '',
  decided_by BIGINT,
  decided_at BIGINT
);
CREATE UNIQUE INDEX erasure_request_open ON erasure_request (account_id) WHERE outcome IS NULL;

-- When what was kept of the person was taken out of the row, which stays for what refers to it.
ALTER TABLE account ADD COLUMN erased_at BIGINT;
