-- Emulation by year and group: rounds with the criteria and classes they were opened under, entries of agencies, their points,
-- bonus and penalty, the council and its votes, objections.
CREATE TABLE emulation_round (
  id SERIAL_ID,
  owner_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  group_code TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  state TEXT NOT NULL,
  due_on TEXT NOT NULL,
  criteria TEXT NOT NULL,
  classes TEXT NOT NULL,
  quotas TEXT NOT NULL,
  held_on TEXT,
  minutes TEXT NOT NULL,
  reason TEXT NOT NULL,
  decision TEXT NOT NULL,
  decided_on TEXT,
  decided_name TEXT NOT NULL,
  published_at BIGINT,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (owner_id, year, group_code)
);
CREATE INDEX emulation_round_state ON emulation_round (state, id);

CREATE TABLE emulation_entry (
  id SERIAL_ID,
  round_id BIGINT NOT NULL REFERENCES emulation_round (id),
  agency_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  group_code TEXT NOT NULL,
  folded TEXT NOT NULL,
  state TEXT NOT NULL,
  proposal TEXT NOT NULL,
  proposed TEXT NOT NULL,
  submitted_on TEXT,
  submitted_name TEXT NOT NULL,
  total BIGINT NOT NULL,
  least BIGINT,
  place BIGINT NOT NULL,
  ruled TEXT NOT NULL,
  kept_out TEXT NOT NULL,
  class TEXT NOT NULL,
  reason TEXT NOT NULL,
  appraised_name TEXT NOT NULL,
  final_class TEXT NOT NULL,
  back_reason TEXT NOT NULL,
  published BOOLEAN NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (round_id, agency_id)
);
CREATE INDEX emulation_entry_agency ON emulation_entry (agency_id, year, id);
CREATE INDEX emulation_entry_year ON emulation_entry (year, group_code, id);

CREATE TABLE emulation_point (
  id SERIAL_ID,
  entry_id BIGINT NOT NULL REFERENCES emulation_entry (id),
  code TEXT NOT NULL,
  own BIGINT,
  note TEXT NOT NULL,
  measured BIGINT,
  shown TEXT NOT NULL,
  count BIGINT NOT NULL,
  href TEXT NOT NULL,
  appraised BIGINT,
  reason TEXT NOT NULL,
  UNIQUE (entry_id, code)
);

CREATE TABLE emulation_extra (
  id SERIAL_ID,
  entry_id BIGINT NOT NULL REFERENCES emulation_entry (id),
  points BIGINT NOT NULL,
  reason TEXT NOT NULL,
  href TEXT NOT NULL,
  author_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (entry_id, reason)
);

CREATE TABLE emulation_member (
  id SERIAL_ID,
  round_id BIGINT NOT NULL REFERENCES emulation_round (id),
  name TEXT NOT NULL,
  post TEXT NOT NULL,
  UNIQUE (round_id, name)
);

CREATE TABLE emulation_vote (
  id SERIAL_ID,
  entry_id BIGINT NOT NULL REFERENCES emulation_entry (id),
  member_id BIGINT NOT NULL REFERENCES emulation_member (id),
  class TEXT NOT NULL,
  UNIQUE (entry_id, member_id)
);

CREATE TABLE emulation_objection (
  id SERIAL_ID,
  entry_id BIGINT NOT NULL REFERENCES emulation_entry (id),
  text TEXT NOT NULL,
  author_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  answer TEXT NOT NULL,
  answered_name TEXT NOT NULL,
  answered_at BIGINT,
  UNIQUE (entry_id, text)
);
