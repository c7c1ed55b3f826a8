-- Moves of running dossiers to today's flow: asked for at once, done one after the other by a job, each with how it went.
-- Of a dossier that was chosen by itself the version that was seen is kept; of one taken with all the others there is none.
CREATE TABLE flow_move (
  id SERIAL_ID,
  asked_at BIGINT NOT NULL,
  asker_id BIGINT NOT NULL,
  asker_name TEXT NOT NULL,
  unit_id BIGINT,
  reason TEXT NOT NULL,
  total BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX flow_move_asker ON flow_move (asker_id, asked_at);
CREATE TABLE flow_move_item (
  id SERIAL_ID,
  move_id BIGINT NOT NULL REFERENCES flow_move (id),
  dossier_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  seen BIGINT,
  version_id BIGINT NOT NULL,
  ended_at BIGINT,
  moved BOOLEAN NOT NULL DEFAULT FALSE,
  why_key TEXT,
  why_args TEXT
);
CREATE INDEX flow_move_item_move ON flow_move_item (move_id, id);
