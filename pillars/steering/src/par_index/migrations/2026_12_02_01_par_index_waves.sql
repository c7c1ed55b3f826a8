-- Which closed wave of asking gives a round which of its criteria; answers that came from a wave know it and its records.
CREATE TABLE par_round_wave (
  round_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  wave_id BIGINT NOT NULL,
  wave_name TEXT NOT NULL,
  question TEXT NOT NULL,
  href TEXT NOT NULL,
  reading_hash TEXT NOT NULL,
  chosen_name TEXT NOT NULL,
  chosen_at BIGINT NOT NULL,
  PRIMARY KEY (round_id, code)
);

ALTER TABLE par_survey ADD COLUMN wave_id BIGINT;
ALTER TABLE par_survey ADD COLUMN href TEXT NOT NULL DEFAULT '';
