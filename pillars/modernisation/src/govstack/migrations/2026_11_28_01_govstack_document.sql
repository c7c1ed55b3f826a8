-- Files handed in ahead of the application that names them; gone once it does, or when none does for long.
CREATE TABLE govstack_document (
  id SERIAL_ID,
  document_key TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL,
  component TEXT NOT NULL,
  name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  uploaded_at BIGINT NOT NULL
);
CREATE INDEX govstack_document_uploaded ON govstack_document (uploaded_at);
