-- The key of a form that opened a record, so that the same form sent again leads to it. What was said is kept as a hash that the
-- key itself salts: it tells a form sent twice from one that was changed, and nothing else.
CREATE TABLE form_key (
  form TEXT NOT NULL,
  form_key TEXT NOT NULL,
  said_hash TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  PRIMARY KEY (form, form_key)
);
CREATE INDEX form_key_sent ON form_key (sent_at);
