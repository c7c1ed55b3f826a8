CREATE TABLE dialogue_move (
  id SERIAL_ID,
  dialogue_id BIGINT NOT NULL REFERENCES dialogue (id),
  held_on TEXT NOT NULL,
  place TEXT NOT NULL,
  why TEXT NOT NULL,
  moved_on TEXT NOT NULL
);
CREATE INDEX dialogue_move_of ON dialogue_move (dialogue_id, id);
