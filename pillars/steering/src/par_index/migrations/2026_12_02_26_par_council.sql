-- What the council that judged a round's sheets was: who sat, how they voted, its minutes.
ALTER TABLE par_round ADD COLUMN council TEXT NOT NULL DEFAULT '';
