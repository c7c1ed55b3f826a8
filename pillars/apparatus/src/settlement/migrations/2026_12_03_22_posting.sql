-- What was said of the posting of procedures at an agency's seat, from a day on (indicator 6 of Decree 61/2018).
CREATE TABLE settlement_posting (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  from_on TEXT NOT NULL,
  posted BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  said_by TEXT NOT NULL,
  said_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX settlement_posting_day ON settlement_posting (agency_id, from_on);
