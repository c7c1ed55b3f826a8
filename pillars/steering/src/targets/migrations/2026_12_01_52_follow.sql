-- Who answers for a measure at an agency: the unit, and the official if one is named.
CREATE TABLE target_charge (
  id SERIAL_ID,
  measure TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  account_id BIGINT,
  person_name TEXT NOT NULL,
  set_name TEXT NOT NULL,
  set_at BIGINT NOT NULL,
  reminded_month TEXT NOT NULL,
  changes BIGINT NOT NULL,
  UNIQUE (measure, agency_id)
);
CREATE INDEX target_charge_account ON target_charge (account_id);

-- What is said of a measure at an agency: monthly check-ins with what was measured then and how sure they are, and comments.
-- sent_key: of a check-in its month, of a comment its form's key; the same sent twice is kept once.
CREATE TABLE target_note (
  id SERIAL_ID,
  sent_key TEXT NOT NULL UNIQUE,
  measure TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  month TEXT NOT NULL,
  confidence TEXT NOT NULL,
  body TEXT NOT NULL,
  value DOUBLE PRECISION,
  light TEXT NOT NULL,
  account_id BIGINT,
  author_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX target_note_of ON target_note (measure, agency_id, id);
CREATE INDEX target_note_account ON target_note (account_id);

-- The last colour and outlook of a measure at an agency: what today's are compared with.
CREATE TABLE target_light (
  measure TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  period TEXT NOT NULL,
  light TEXT NOT NULL,
  outlook TEXT NOT NULL,
  PRIMARY KEY (measure, agency_id)
);

-- What turned: a light, or what the forecast says of the target. The same turn of a day is kept once.
CREATE TABLE target_turn (
  id SERIAL_ID,
  measure TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  on_day TEXT NOT NULL,
  period TEXT NOT NULL,
  kind TEXT NOT NULL,
  was TEXT NOT NULL,
  turned TEXT NOT NULL,
  worse BOOLEAN NOT NULL,
  value DOUBLE PRECISION,
  count BIGINT NOT NULL,
  told BIGINT NOT NULL,
  UNIQUE (measure, agency_id, on_day, kind)
);
CREATE INDEX target_turn_day ON target_turn (on_day, id);
