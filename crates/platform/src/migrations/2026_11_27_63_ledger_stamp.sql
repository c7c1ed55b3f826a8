-- What an RFC 3161 authority said of a checkpoint: when it saw it, and its token (DER in base64).
CREATE TABLE ledger_stamp (
  checkpoint_id BIGINT PRIMARY KEY,
  said_at BIGINT NOT NULL,
  token TEXT NOT NULL
);
