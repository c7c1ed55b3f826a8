CREATE TABLE upload (
  id SERIAL_ID,
  sender TEXT NOT NULL,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX upload_sender ON upload (sender, at);
