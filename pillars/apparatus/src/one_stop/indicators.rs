//! What the one-stop lets steering measure: the evidence queries over its dossiers.

use super::permissions::VIEW;
use platform::indicators::{Better, Indicator, Measure, Timing};

macro_rules! dossier_evidence {
    (on: $on:literal, numerator: $numerator:literal, value: $value:literal, where: $where:literal) => {
        concat!(
            "SELECT d.id AS record_id, d.code AS label, d.agency_id AS agency_id, ",
            $on,
            " AS on_day, CAST(NULL AS TEXT) AS until_day, d.procedure_code AS procedure_code, d.field AS field, \
             d.channel AS channel, '' AS reason, CAST(",
            $numerator,
            " AS BIGINT) AS numerator, CAST(1 AS BIGINT) AS denominator, CAST(",
            $value,
            " AS BIGINT) AS value FROM dossier d WHERE ",
            $where
        )
    };
}

const RECORD: &str = "/ho-so/{id}";

/// Share of dossiers settled by the promised minute, of those settled in the period that had a promise.
///
/// A minute begun after the promise is late (`kernel::Lateness`), hence the 60 seconds.
const ON_TIME: Indicator = Indicator {
    code: "dossiers_on_time",
    name: "one-stop-indicator-on-time",
    definition: "one-stop-indicator-on-time-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: dossier_evidence!(
        on: "d.settled_on",
        numerator: "CASE WHEN d.settled_at < d.due_at + 60000000 THEN 1 ELSE 0 END",
        value: "0",
        where: "d.settled_on IS NOT NULL AND d.due_at IS NOT NULL"
    ),
    records: VIEW,
    record_href: RECORD,
};

const HALF_DAYS: &str = dossier_evidence!(
    on: "d.settled_on",
    numerator: "1",
    value: "COALESCE(d.half_days, 0)",
    where: "d.settled_on IS NOT NULL AND d.half_days IS NOT NULL"
);

const MEDIAN: Indicator = Indicator {
    code: "days_median",
    name: "one-stop-indicator-median",
    definition: "one-stop-indicator-median-definition",
    measure: Measure::Percentile(50),
    better: Better::Down,
    timing: Timing::Flow,
    evidence: HALF_DAYS,
    records: VIEW,
    record_href: RECORD,
};

const P90: Indicator = Indicator {
    code: "days_p90",
    name: "one-stop-indicator-p90",
    definition: "one-stop-indicator-p90-definition",
    measure: Measure::Percentile(90),
    ..MEDIAN
};

const ONLINE: Indicator = Indicator {
    code: "dossiers_online",
    name: "one-stop-indicator-online",
    definition: "one-stop-indicator-online-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: dossier_evidence!(
        on: "d.received_on",
        numerator: "CASE WHEN d.channel = 'online' THEN 1 ELSE 0 END",
        value: "0",
        where: "d.received_on IS NOT NULL"
    ),
    records: VIEW,
    record_href: RECORD,
};

/// One row a dossier received; the reason is that of its first request, so that reasons add up to the whole.
const SUPPLEMENTS: Indicator = Indicator {
    code: "supplement_rate",
    name: "one-stop-indicator-supplement",
    definition: "one-stop-indicator-supplement-definition",
    measure: Measure::Share,
    better: Better::Down,
    timing: Timing::Flow,
    evidence: "SELECT d.id AS record_id, d.code AS label, d.agency_id AS agency_id, d.filed_on AS on_day, \
               CAST(NULL AS TEXT) AS until_day, d.procedure_code AS procedure_code, d.field AS field, \
               d.channel AS channel, COALESCE((SELECT s.reason_code FROM dossier_supplement s WHERE s.dossier_id = d.id \
               ORDER BY s.id LIMIT 1), '') AS reason, \
               CAST(CASE WHEN d.supplement_count > 0 THEN 1 ELSE 0 END AS BIGINT) AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM dossier d",
    records: VIEW,
    record_href: RECORD,
};

/// Refused at the counter or refused as a result; the reason is the code before the colon.
const REFUSALS: Indicator = Indicator {
    code: "refusal_rate",
    name: "one-stop-indicator-refusal",
    definition: "one-stop-indicator-refusal-definition",
    measure: Measure::Share,
    better: Better::Down,
    timing: Timing::Flow,
    evidence: "SELECT d.id AS record_id, d.code AS label, d.agency_id AS agency_id, d.filed_on AS on_day, \
               CAST(NULL AS TEXT) AS until_day, d.procedure_code AS procedure_code, d.field AS field, \
               d.channel AS channel, CASE WHEN d.state = 3 THEN 'not_accepted' WHEN d.outcome = 'refused' THEN 'not_granted' \
               ELSE '' END AS reason, \
               CAST(CASE WHEN d.state = 3 OR d.outcome = 'refused' THEN 1 ELSE 0 END AS BIGINT) AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM dossier d",
    records: VIEW,
    record_href: RECORD,
};

/// All of them.
pub const ALL: &[Indicator] = &[ON_TIME, MEDIAN, P90, ONLINE, SUPPLEMENTS, REFUSALS];
