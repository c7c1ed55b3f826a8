CREATE TABLE programme (
  id SERIAL_ID,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  decision TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  issuer TEXT NOT NULL,
  runs_from_on TEXT NOT NULL,
  runs_to_on TEXT NOT NULL,
  fields TEXT NOT NULL,
  agency_groups TEXT NOT NULL
);

-- `content` is the item of the document as JSON: what an import compares with, and what the pages show.
CREATE TABLE programme_item (
  id SERIAL_ID,
  programme_id BIGINT NOT NULL REFERENCES programme (id),
  code TEXT NOT NULL,
  slug TEXT NOT NULL,
  content TEXT NOT NULL,
  position BIGINT NOT NULL,
  withdrawn BOOLEAN NOT NULL,
  UNIQUE (programme_id, code)
);
CREATE INDEX programme_item_slug ON programme_item (slug);

CREATE TABLE measure (
  id SERIAL_ID,
  programme_id BIGINT NOT NULL REFERENCES programme (id),
  item_code TEXT NOT NULL,
  field TEXT NOT NULL,
  code TEXT NOT NULL,
  slug TEXT NOT NULL,
  indicator TEXT,
  content TEXT NOT NULL,
  position BIGINT NOT NULL,
  withdrawn BOOLEAN NOT NULL,
  UNIQUE (programme_id, code)
);
CREATE INDEX measure_slug ON measure (slug);
