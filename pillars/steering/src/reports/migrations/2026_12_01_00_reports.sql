-- Templates of reports: outline and data annex as YAML, in versions; one is in force from a day on.
CREATE TABLE report_template (
    id SERIAL_ID,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    author_name TEXT NOT NULL,
    published_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (code, version)
);

-- A report that Home Affairs asks of chosen agencies once.
CREATE TABLE report_request (
    id SERIAL_ID,
    agency_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    template_code TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    sent_key TEXT NOT NULL UNIQUE
);

CREATE TABLE report_request_agency (
    id SERIAL_ID,
    request_id BIGINT NOT NULL,
    agency_id BIGINT NOT NULL,
    UNIQUE (request_id, agency_id)
);

-- An agency's report of a period; request_id 0 where nobody asked for it but the rule.
CREATE TABLE reform_report (
    id SERIAL_ID,
    agency_id BIGINT NOT NULL,
    receiver_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    request_id BIGINT NOT NULL,
    template_id BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    edition BIGINT NOT NULL,
    texts TEXT NOT NULL,
    declared TEXT NOT NULL,
    remarks TEXT NOT NULL,
    reason TEXT NOT NULL,
    symbol TEXT NOT NULL,
    author_name TEXT NOT NULL,
    submitted_by TEXT NOT NULL,
    signed_by TEXT NOT NULL,
    signed_post TEXT NOT NULL,
    signed_on TEXT,
    sent_on TEXT,
    decided_by TEXT NOT NULL,
    decided_on TEXT,
    aggregated_into BIGINT,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (agency_id, kind, year, number, request_id)
);
CREATE INDEX reform_report_receiver ON reform_report (receiver_id, kind, year, number);
CREATE INDEX reform_report_state ON reform_report (state, changed_at);

-- The figures of a report as they were frozen when an edition of it was submitted.
CREATE TABLE report_figure (
    id SERIAL_ID,
    report_id BIGINT NOT NULL,
    edition BIGINT NOT NULL,
    position BIGINT NOT NULL,
    code TEXT NOT NULL,
    measured BIGINT,
    declared BIGINT,
    below BIGINT,
    value BIGINT,
    earlier BIGINT,
    records BIGINT NOT NULL,
    definition TEXT NOT NULL,
    evidence_hash TEXT NOT NULL,
    UNIQUE (report_id, edition, code)
);
