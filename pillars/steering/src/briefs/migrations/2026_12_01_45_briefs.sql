-- Weekly briefs of agencies, frozen as they were sent, and who does not want them.
CREATE TABLE brief (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  week_on TEXT NOT NULL,
  content TEXT NOT NULL,
  pdf_hash TEXT NOT NULL,
  receivers BIGINT NOT NULL,
  composed_at BIGINT NOT NULL,
  UNIQUE (agency_id, week_on)
);
CREATE INDEX brief_week ON brief (week_on, id);

CREATE TABLE brief_declined (
  id SERIAL_ID,
  account_id BIGINT NOT NULL UNIQUE,
  at BIGINT NOT NULL
);
