-- Reviews of a programme (interim and final): what they are about, the figures frozen for them, their chapters, award proposals.
CREATE TABLE final_review (
  id SERIAL_ID,
  owner_id BIGINT NOT NULL,
  lead_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  programme TEXT NOT NULL,
  programme_name TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  as_of_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  state TEXT NOT NULL,
  frozen_at BIGINT,
  frozen_hash TEXT NOT NULL,
  frozen_count BIGINT NOT NULL,
  reason TEXT NOT NULL,
  decision TEXT NOT NULL,
  decided_on TEXT,
  decided_name TEXT NOT NULL,
  published_at BIGINT,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (owner_id, programme, kind, to_on)
);
CREATE INDEX final_review_state ON final_review (state, id);

CREATE TABLE final_review_figure (
  id SERIAL_ID,
  review_id BIGINT NOT NULL REFERENCES final_review (id),
  position BIGINT NOT NULL,
  section TEXT NOT NULL,
  year BIGINT NOT NULL,
  code TEXT NOT NULL,
  field TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  definition TEXT NOT NULL,
  planned TEXT NOT NULL,
  measured TEXT NOT NULL,
  declared TEXT NOT NULL,
  light TEXT NOT NULL,
  verdict TEXT NOT NULL,
  count BIGINT NOT NULL,
  href TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  cause TEXT NOT NULL,
  cause_name TEXT NOT NULL,
  cause_at BIGINT,
  UNIQUE (review_id, code)
);
CREATE INDEX final_review_figure_agency ON final_review_figure (agency_id, id);

CREATE TABLE final_review_chapter (
  id SERIAL_ID,
  review_id BIGINT NOT NULL REFERENCES final_review (id),
  position BIGINT NOT NULL,
  title TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  due_on TEXT NOT NULL,
  state TEXT NOT NULL,
  text TEXT NOT NULL,
  reason TEXT NOT NULL,
  submitted_on TEXT,
  submitted_name TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (review_id, title)
);
CREATE INDEX final_review_chapter_agency ON final_review_chapter (agency_id, id);

CREATE TABLE final_review_award (
  id SERIAL_ID,
  review_id BIGINT NOT NULL REFERENCES final_review (id),
  agency_id BIGINT NOT NULL,
  person TEXT NOT NULL,
  grounds TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed_name TEXT NOT NULL,
  decided_name TEXT NOT NULL,
  decided_reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (review_id, agency_id, person)
);
