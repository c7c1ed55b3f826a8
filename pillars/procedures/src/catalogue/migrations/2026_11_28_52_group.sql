CREATE TABLE procedure_group (
  id SERIAL_ID,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  lead TEXT NOT NULL,
  basis TEXT NOT NULL,
  note TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  seen BIGINT NOT NULL,
  entered_at BIGINT NOT NULL
);

CREATE TABLE procedure_group_member (
  id SERIAL_ID,
  group_id BIGINT NOT NULL REFERENCES procedure_group (id),
  place BIGINT NOT NULL,
  code TEXT NOT NULL,
  agency TEXT NOT NULL,
  term TEXT NOT NULL,
  beside BOOLEAN NOT NULL
);
CREATE INDEX procedure_group_member_group ON procedure_group_member (group_id, place);
CREATE INDEX procedure_group_member_code ON procedure_group_member (code);
