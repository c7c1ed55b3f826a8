-- Periodic reports whose last day is over, begun or not: a row for each agency that owed one, kept by a job each night.
CREATE TABLE report_owed (
    id SERIAL_ID,
    agency_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    due_on TEXT NOT NULL
);
CREATE UNIQUE INDEX report_owed_one ON report_owed (agency_id, kind, year, number);
CREATE INDEX report_owed_year ON report_owed (year, kind, number);
