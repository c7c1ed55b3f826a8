CREATE TABLE agency (
  id SERIAL_ID,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  level TEXT NOT NULL,
  parent_id BIGINT REFERENCES agency (id),
  unit_code TEXT NOT NULL,
  commune_type TEXT NOT NULL,
  id_2016 TEXT NOT NULL,
  id_2020 TEXT NOT NULL,
  ids_confirmed BOOLEAN NOT NULL,
  confirmed BOOLEAN NOT NULL,
  one_stop BOOLEAN NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  source TEXT NOT NULL,
  folded TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX agency_parent ON agency (parent_id);
CREATE INDEX agency_folded ON agency (folded, id);

CREATE TABLE agency_successor (
  old_id BIGINT NOT NULL REFERENCES agency (id),
  new_id BIGINT NOT NULL REFERENCES agency (id),
  place BIGINT NOT NULL,
  PRIMARY KEY (old_id, new_id)
);
CREATE INDEX agency_successor_new ON agency_successor (new_id);

CREATE TABLE agency_activity (
  agency_id BIGINT NOT NULL REFERENCES agency (id),
  month TEXT NOT NULL,
  month_on TEXT NOT NULL,
  actions BIGINT NOT NULL,
  UNIQUE (agency_id, month)
);
CREATE INDEX agency_activity_month ON agency_activity (month_on);
