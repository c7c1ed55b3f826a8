-- What more belongs to a request: the role to be given, the person at a provider of identities; JSON, empty for a recovery.
ALTER TABLE account_request ADD COLUMN detail TEXT NOT NULL DEFAULT '';
