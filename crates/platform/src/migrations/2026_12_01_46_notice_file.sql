-- A notice may carry a file, which its mail attaches.
ALTER TABLE notice ADD COLUMN file_hash TEXT;
ALTER TABLE notice ADD COLUMN file_name TEXT;
