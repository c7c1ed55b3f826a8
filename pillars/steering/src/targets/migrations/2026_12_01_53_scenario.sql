-- A saved question "what if": a measure over a period, the rule the districts are lifted by, and what came out that day.
CREATE TABLE target_scenario (
  id SERIAL_ID,
  sent_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  measure TEXT NOT NULL,
  period TEXT NOT NULL,
  rule TEXT NOT NULL,
  figure DOUBLE PRECISION,
  value_now DOUBLE PRECISION,
  value_then DOUBLE PRECISION,
  agency_id BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
