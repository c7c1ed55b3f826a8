-- Every page of a signed-in person counts what they have not read: without it, all notices of their years were read for that.
CREATE INDEX notice_unseen ON notice (account_id, seen) WHERE NOT seen AND account_id IS NOT NULL;
