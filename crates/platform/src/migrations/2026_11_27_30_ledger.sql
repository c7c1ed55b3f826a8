CREATE TABLE ledger_pending (journal_id BIGINT PRIMARY KEY);
INSERT INTO ledger_pending (journal_id) SELECT id FROM journal;

CREATE TABLE ledger_leaf (
  place BIGINT PRIMARY KEY,
  journal_id BIGINT NOT NULL UNIQUE
);

CREATE TABLE ledger_tile (
  level BIGINT NOT NULL,
  number BIGINT NOT NULL,
  hashes TEXT NOT NULL,
  PRIMARY KEY (level, number)
);

CREATE TABLE ledger_key (
  id SERIAL_ID,
  verifier TEXT NOT NULL UNIQUE,
  since_at BIGINT NOT NULL
);

CREATE TABLE ledger_checkpoint (
  id SERIAL_ID,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  note TEXT NOT NULL,
  rotates BOOLEAN NOT NULL
);
CREATE INDEX ledger_checkpoint_size ON ledger_checkpoint (size, id);
