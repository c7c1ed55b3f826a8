CREATE TABLE procedure_use (
  id SERIAL_ID,
  code TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  month_on TEXT NOT NULL,
  half_days BIGINT NOT NULL,
  dossiers BIGINT NOT NULL,
  late BIGINT NOT NULL
);
CREATE INDEX procedure_use_code ON procedure_use (code, month_on);
CREATE INDEX procedure_use_month ON procedure_use (month_on);

CREATE TABLE procedure_use_count (
  month_on TEXT PRIMARY KEY,
  counted_at BIGINT NOT NULL
);
