CREATE TABLE basis_document (
  id SERIAL_ID,
  number TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  folded TEXT NOT NULL,
  issuer TEXT NOT NULL,
  issued_on TEXT,
  effect_on TEXT,
  ended_on TEXT,
  entered_at BIGINT NOT NULL
);

CREATE TABLE basis_effect (
  id SERIAL_ID,
  document_id BIGINT NOT NULL REFERENCES basis_document (id),
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  article TEXT NOT NULL,
  from_on TEXT NOT NULL,
  note TEXT NOT NULL,
  entered_at BIGINT NOT NULL
);
CREATE INDEX basis_effect_target ON basis_effect (target, from_on);
CREATE INDEX basis_effect_document ON basis_effect (document_id);

CREATE TABLE version_basis (
  id SERIAL_ID,
  version_id BIGINT NOT NULL REFERENCES procedure_version (id),
  number TEXT NOT NULL,
  article TEXT NOT NULL
);
CREATE INDEX version_basis_number ON version_basis (number, version_id);
CREATE INDEX version_basis_version ON version_basis (version_id);
