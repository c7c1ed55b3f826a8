-- One cell of a kept figure. scope: 'own' (one agency, all dimensions), 'tree' (an agency with all below it, no
-- dimensions), 'year' (the same, month is a year; only series kept by half days, which have many rows a month), and
-- for agencies with others below them 'procedure', 'field', 'channel', 'reason' (one dimension).
CREATE TABLE figure (
  scope TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  indicator TEXT NOT NULL,
  month TEXT NOT NULL,
  bucket BIGINT NOT NULL,
  procedure_code TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  reason TEXT NOT NULL,
  count BIGINT NOT NULL,
  numerator BIGINT NOT NULL,
  denominator BIGINT NOT NULL,
  PRIMARY KEY (scope, agency_id, indicator, month, bucket, procedure_code, field, channel, reason)
);

-- Every agency with itself and each agency above it, as the kept figures were rolled up.
CREATE TABLE figure_line (
  agency_id BIGINT NOT NULL,
  ancestor_id BIGINT NOT NULL,
  has_children BOOLEAN NOT NULL,
  PRIMARY KEY (agency_id, ancestor_id)
);

-- Cells whose facts changed. indicator: '' for all. token: who is measuring it now, '' for nobody.
CREATE TABLE dirty (
  indicator TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  month TEXT NOT NULL,
  token TEXT NOT NULL,
  PRIMARY KEY (indicator, agency_id, month)
);

CREATE TABLE figure_state (name TEXT PRIMARY KEY, content TEXT NOT NULL);
INSERT INTO figure_state (name, content) VALUES ('lock', '');

CREATE TABLE reading (
  id SERIAL_ID,
  measure TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  period TEXT NOT NULL,
  value DOUBLE PRECISION,
  numerator BIGINT NOT NULL,
  denominator BIGINT NOT NULL,
  count BIGINT NOT NULL,
  definition_hash TEXT NOT NULL,
  measured_at BIGINT NOT NULL
);
CREATE INDEX reading_measure ON reading (measure, agency_id, period, id);

CREATE TABLE declared_figure (
  id SERIAL_ID,
  measure TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  period TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  evidence TEXT NOT NULL,
  file_hash TEXT,
  file_name TEXT,
  declared_by BIGINT,
  declared_name TEXT NOT NULL,
  declared_at BIGINT NOT NULL,
  UNIQUE (measure, agency_id, period)
);
CREATE INDEX declared_figure_agency ON declared_figure (agency_id, to_on);
