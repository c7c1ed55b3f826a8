CREATE TABLE announcement (
  id SERIAL_ID,
  number TEXT NOT NULL,
  issuer TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  subject TEXT NOT NULL,
  signed_on TEXT,
  signer TEXT NOT NULL,
  signer_post TEXT NOT NULL,
  shortened BOOLEAN NOT NULL,
  basis_number TEXT NOT NULL,
  basis_title TEXT NOT NULL,
  basis_issued_on TEXT,
  effect_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  proposal TEXT NOT NULL,
  opened_at BIGINT NOT NULL
);
CREATE INDEX announcement_signed ON announcement (signed_on, id);

CREATE TABLE procedure_change (
  id SERIAL_ID,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  field_code TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  origin TEXT NOT NULL,
  stage TEXT NOT NULL,
  reason TEXT NOT NULL,
  base_number BIGINT NOT NULL,
  body TEXT NOT NULL,
  seen BIGINT NOT NULL,
  effect_on TEXT NOT NULL,
  parts TEXT NOT NULL,
  author_id BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  editor_id BIGINT NOT NULL,
  approver_id BIGINT,
  approver_name TEXT NOT NULL,
  approved_at BIGINT,
  announcement_id BIGINT REFERENCES announcement (id),
  announced_on TEXT,
  entered_on TEXT,
  published_on TEXT,
  announce_due_on TEXT NOT NULL,
  enter_due_on TEXT NOT NULL,
  publish_due_on TEXT NOT NULL,
  version_id BIGINT,
  is_open BOOLEAN NOT NULL,
  opened_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX procedure_change_code ON procedure_change (code, id);
CREATE INDEX procedure_change_open ON procedure_change (is_open, id);
CREATE INDEX procedure_change_announcement ON procedure_change (announcement_id);
