-- Whoever books at two offices at once is counted once at a time: the row of an account is held while it is counted.
CREATE TABLE counter_turn (
  account_id BIGINT PRIMARY KEY,
  turns BIGINT NOT NULL
);
