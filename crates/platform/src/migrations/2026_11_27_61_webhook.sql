-- Where members of staff have events sent; the secret that signs is sealed with a key outside the database.
CREATE TABLE webhook (
  id SERIAL_ID,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  secret TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX webhook_account ON webhook (account_id, id);

-- One event to one subscription, with how its attempts ended.
CREATE TABLE webhook_delivery (
  id SERIAL_ID,
  webhook_id BIGINT NOT NULL,
  event_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  last_status BIGINT,
  last_error TEXT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX webhook_delivery_event ON webhook_delivery (webhook_id, event_id);
CREATE INDEX webhook_delivery_list ON webhook_delivery (webhook_id, id);
