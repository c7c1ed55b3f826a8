-- What the city decided of who owes reports, over the dated rule: whom is a kind of agencies or the code of one.
CREATE TABLE report_duty_change (
    id SERIAL_ID,
    kind TEXT NOT NULL,
    whom TEXT NOT NULL,
    owes BOOLEAN NOT NULL,
    from_year BIGINT NOT NULL,
    basis TEXT NOT NULL,
    state TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_on TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_on TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX report_duty_change_year ON report_duty_change (from_year, id);
