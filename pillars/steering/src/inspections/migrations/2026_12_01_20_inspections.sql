-- Inspections of the reform: yearly plans with their pool, choices and kept draws; templates of checklists; inspections with
-- team, checklist, signatures; findings and what was done about each.
CREATE TABLE inspection_plan (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  share BIGINT NOT NULL,
  state TEXT NOT NULL,
  edition BIGINT NOT NULL,
  in_force BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  decision TEXT NOT NULL,
  approved_on TEXT,
  reason TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (agency_id, year)
);
CREATE INDEX inspection_plan_state ON inspection_plan (state, id);

CREATE TABLE inspection_plan_edition (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES inspection_plan (id),
  edition BIGINT NOT NULL,
  reason TEXT NOT NULL,
  decision TEXT NOT NULL,
  approved_on TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  UNIQUE (plan_id, edition)
);

-- The units a plan is about, as they stood when it was begun: what the share of units inspected is a share of.
CREATE TABLE inspection_pool (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES inspection_plan (id),
  agency_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  unit_name TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  inspected_on TEXT,
  inspected_eve TEXT,
  UNIQUE (plan_id, unit_id)
);
CREATE INDEX inspection_pool_agency ON inspection_pool (agency_id, unit_id);

CREATE TABLE inspection_draw (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES inspection_plan (id),
  edition BIGINT NOT NULL,
  seed TEXT NOT NULL,
  pool TEXT NOT NULL,
  wanted BIGINT NOT NULL,
  chosen TEXT NOT NULL,
  at BIGINT NOT NULL,
  author_name TEXT NOT NULL
);
CREATE INDEX inspection_draw_plan ON inspection_draw (plan_id, id);

CREATE TABLE inspection_choice (
  id SERIAL_ID,
  plan_id BIGINT NOT NULL REFERENCES inspection_plan (id),
  edition BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  way TEXT NOT NULL,
  reason TEXT NOT NULL,
  risk BIGINT,
  parts TEXT NOT NULL,
  draw_id BIGINT,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  UNIQUE (plan_id, edition, unit_id)
);

CREATE TABLE inspection_template (
  id SERIAL_ID,
  field TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  items TEXT NOT NULL,
  author_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (field, valid_from)
);

CREATE TABLE inspection (
  id SERIAL_ID,
  entry_key TEXT NOT NULL UNIQUE,
  plan_id BIGINT,
  follows_id BIGINT,
  agency_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  unit_name TEXT NOT NULL,
  folded TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  decision_no TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  period_from TEXT NOT NULL,
  period_to TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  notice_by TEXT NOT NULL,
  noticed_on TEXT,
  minuted_on TEXT,
  summary TEXT NOT NULL,
  objection TEXT NOT NULL,
  objection_by TEXT NOT NULL,
  objected_on TEXT,
  objection_answer TEXT NOT NULL,
  signed_on TEXT,
  conclusion TEXT NOT NULL,
  conclusion_by TEXT NOT NULL,
  return_reason TEXT NOT NULL,
  conclusion_no TEXT NOT NULL,
  concluded_on TEXT,
  concluded_by TEXT NOT NULL,
  closed_on TEXT,
  author_name TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX inspection_agency ON inspection (agency_id, from_on);
CREATE INDEX inspection_unit ON inspection (unit_id, from_on);
CREATE INDEX inspection_state ON inspection (state, id);

CREATE TABLE inspection_member (
  id SERIAL_ID,
  inspection_id BIGINT NOT NULL REFERENCES inspection (id),
  name TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  is_head BOOLEAN NOT NULL,
  duty TEXT NOT NULL,
  UNIQUE (inspection_id, name, agency_id)
);

CREATE TABLE inspection_item (
  id SERIAL_ID,
  inspection_id BIGINT NOT NULL REFERENCES inspection (id),
  position BIGINT NOT NULL,
  field TEXT NOT NULL,
  question TEXT NOT NULL,
  basis TEXT NOT NULL,
  indicator TEXT NOT NULL,
  answer TEXT NOT NULL,
  note TEXT NOT NULL,
  link_kind TEXT NOT NULL,
  link_label TEXT NOT NULL,
  link_href TEXT NOT NULL,
  link_agency_id BIGINT,
  file_hash TEXT,
  file_name TEXT,
  evidence_on TEXT,
  evidence_at BIGINT,
  answered_by TEXT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (inspection_id, position)
);

CREATE TABLE inspection_signature (
  id SERIAL_ID,
  inspection_id BIGINT NOT NULL REFERENCES inspection (id),
  side TEXT NOT NULL,
  signer_name TEXT NOT NULL,
  signer_post TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  file_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  UNIQUE (inspection_id, side)
);

CREATE TABLE inspection_finding (
  id SERIAL_ID,
  entry_key TEXT NOT NULL UNIQUE,
  inspection_id BIGINT NOT NULL REFERENCES inspection (id),
  item_id BIGINT,
  agency_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  severity TEXT NOT NULL,
  text TEXT NOT NULL,
  folded TEXT NOT NULL,
  basis TEXT NOT NULL,
  remedy TEXT NOT NULL,
  days BIGINT NOT NULL,
  counted_from TEXT NOT NULL,
  due_on TEXT NOT NULL,
  first_due_on TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  closed_on TEXT,
  carried_from BIGINT,
  carried_to BIGINT,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX inspection_finding_of ON inspection_finding (inspection_id, id);
CREATE INDEX inspection_finding_unit ON inspection_finding (unit_id, due_on);
CREATE INDEX inspection_finding_state ON inspection_finding (state, due_on);

CREATE TABLE inspection_finding_step (
  id SERIAL_ID,
  finding_id BIGINT NOT NULL REFERENCES inspection_finding (id),
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  due_before TEXT NOT NULL,
  due_after TEXT NOT NULL,
  link_kind TEXT NOT NULL,
  link_label TEXT NOT NULL,
  link_href TEXT NOT NULL,
  link_agency_id BIGINT,
  file_hash TEXT,
  file_name TEXT,
  evidence_on TEXT,
  at BIGINT NOT NULL,
  author_name TEXT NOT NULL
);
CREATE INDEX inspection_finding_step_of ON inspection_finding_step (finding_id, id);
