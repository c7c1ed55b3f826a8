ALTER TABLE dossier ADD COLUMN corrected_at BIGINT;

CREATE TABLE dossier_word (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  word TEXT NOT NULL
);
CREATE INDEX dossier_word_word ON dossier_word (word, dossier_id);
CREATE INDEX dossier_word_dossier ON dossier_word (dossier_id);
INSERT INTO dossier_word (dossier_id, word)
  SELECT id, LOWER(REPLACE(REPLACE(code, '.', ''), '-', '')) FROM dossier;
INSERT INTO dossier_word (dossier_id, word)
  SELECT id, LOWER(REPLACE(REPLACE(SUBSTR(code, LENGTH(code) - 10), '.', ''), '-', '')) FROM dossier WHERE LENGTH(code) > 14;
INSERT INTO dossier_word (dossier_id, word)
  SELECT id, SUBSTR(code, LENGTH(code) - 3) FROM dossier WHERE LENGTH(code) > 14;
INSERT INTO dossier_word (dossier_id, word)
  SELECT id, REPLACE(REPLACE(REPLACE(owner_phone, ' ', ''), '.', ''), '-', '') FROM dossier WHERE owner_phone <> '';
INSERT INTO dossier_word (dossier_id, word)
  SELECT id, LOWER(REPLACE(REPLACE(REPLACE(owner_identity, ' ', ''), '.', ''), '-', '')) FROM dossier WHERE owner_identity <> '';

CREATE TABLE dossier_fee (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  agency_id BIGINT NOT NULL,
  stage TEXT NOT NULL,
  amount BIGINT NOT NULL,
  paid_by TEXT NOT NULL,
  receipt_number TEXT NOT NULL,
  collected_at BIGINT NOT NULL,
  collected_on TEXT NOT NULL,
  collector_id BIGINT,
  collector_name TEXT NOT NULL,
  cancelled_at BIGINT,
  cancel_reason TEXT
);
CREATE INDEX dossier_fee_dossier ON dossier_fee (dossier_id);
CREATE INDEX dossier_fee_day ON dossier_fee (agency_id, collected_on, id);

CREATE TABLE dossier_handover (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_on TEXT NOT NULL,
  maker_id BIGINT,
  maker_name TEXT NOT NULL
);
CREATE INDEX dossier_handover_day ON dossier_handover (agency_id, made_on, id);
CREATE TABLE dossier_handover_item (
  id SERIAL_ID,
  handover_id BIGINT NOT NULL REFERENCES dossier_handover (id),
  dossier_id BIGINT NOT NULL REFERENCES dossier (id)
);
CREATE INDEX dossier_handover_item_handover ON dossier_handover_item (handover_id);
CREATE INDEX dossier_handover_item_dossier ON dossier_handover_item (dossier_id);
