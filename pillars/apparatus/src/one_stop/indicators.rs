//! What the one-stop lets steering measure: the evidence queries over its dossiers.

use super::permissions::VIEW;
use super::rules::ReasonOf;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::messages::Locale;

macro_rules! dossier_evidence {
    (on: $on:literal, until: $until:literal, reason: $reason:literal, numerator: $numerator:literal, value: $value:literal,
     where: $where:literal) => {
        concat!(
            "SELECT d.id AS record_id, d.code AS label, d.agency_id AS agency_id, ",
            $on,
            " AS on_day, ",
            $until,
            " AS until_day, d.procedure_code AS procedure_code, d.field AS field, d.channel AS channel, ",
            $reason,
            " AS reason, CAST(",
            $numerator,
            " AS BIGINT) AS numerator, CAST(1 AS BIGINT) AS denominator, CAST(",
            $value,
            " AS BIGINT) AS value FROM dossier d WHERE ",
            $where
        )
    };
}

const RECORD: &str = "/ho-so/{id}";

/// Share of dossiers settled by the promised minute, of those settled in the period and of those promised in the period
/// whose promise has passed while they are still open.
///
/// A minute begun after the promise is late (`kernel::Lateness`), hence the 60 seconds. One-stops of 2012-2015 measured
/// at the leader's signature, Decision 766/QĐ-TTg (indicator 2.1) at state 9, when the result is at the desk; here both
/// are one act, which gives state 9 and `settled_at`. While the applicant is waited for (states 5, 6) the clock stands.
const ON_TIME: Indicator = Indicator {
    code: "dossiers_on_time",
    name: "one-stop-indicator-on-time",
    definition: "one-stop-indicator-on-time-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: concat!(
        dossier_evidence!(
            on: "d.settled_on",
            until: "CAST(NULL AS TEXT)",
            reason: "CAST('' AS TEXT)",
            numerator: "CASE WHEN d.settled_at < d.due_at + 60000000 THEN 1 ELSE 0 END",
            value: "0",
            where: "d.settled_on IS NOT NULL AND d.due_at IS NOT NULL"
        ),
        " UNION ALL ",
        dossier_evidence!(
            on: "d.due_on",
            until: "d.due_on",
            reason: "CAST('' AS TEXT)",
            numerator: "0",
            value: "0",
            where: "d.is_open AND d.due_on IS NOT NULL AND d.state IN (2, 4, 7)"
        )
    ),
    records: VIEW,
    record_href: RECORD,
    people: None,
    reasons: Reasons::None,
};

const HALF_DAYS: &str = dossier_evidence!(
    on: "d.settled_on",
    until: "CAST(NULL AS TEXT)",
    reason: "CAST('' AS TEXT)",
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
    evidence: HALF_DAYS,
    ..ON_TIME
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
    evidence: dossier_evidence!(
        on: "d.received_on",
        until: "CAST(NULL AS TEXT)",
        reason: "CAST('' AS TEXT)",
        numerator: "CASE WHEN d.channel = 'online' THEN 1 ELSE 0 END",
        value: "0",
        where: "d.received_on IS NOT NULL"
    ),
    ..ON_TIME
};

/// One row a dossier filed; the reason is that of its first request, so that reasons add up to the whole.
const SUPPLEMENTS: Indicator = Indicator {
    code: "supplement_rate",
    name: "one-stop-indicator-supplement",
    definition: "one-stop-indicator-supplement-definition",
    better: Better::Down,
    evidence: dossier_evidence!(
        on: "d.filed_on",
        until: "CAST(NULL AS TEXT)",
        reason: "COALESCE((SELECT s.reason_code FROM dossier_supplement s WHERE s.dossier_id = d.id ORDER BY s.id LIMIT 1), '')",
        numerator: "CASE WHEN d.supplement_count > 0 THEN 1 ELSE 0 END",
        value: "0",
        where: "d.filed_on IS NOT NULL"
    ),
    reasons: Reasons::Causes(supplement_reason),
    ..ON_TIME
};

/// Refused at the counter or refused as a result, of those ended in the period; the reason is the code that the clerk
/// or the signer chose.
const REFUSALS: Indicator = Indicator {
    code: "refusal_rate",
    name: "one-stop-indicator-refusal",
    definition: "one-stop-indicator-refusal-definition",
    better: Better::Down,
    evidence: concat!(
        dossier_evidence!(
            on: "d.settled_on",
            until: "CAST(NULL AS TEXT)",
            reason: "CASE WHEN d.outcome = 'refused' THEN COALESCE(d.end_reason_code, 'other') ELSE '' END",
            numerator: "CASE WHEN d.outcome = 'refused' THEN 1 ELSE 0 END",
            value: "0",
            where: "d.settled_on IS NOT NULL"
        ),
        " UNION ALL ",
        dossier_evidence!(
            on: "d.ended_on",
            until: "CAST(NULL AS TEXT)",
            reason: "CASE WHEN d.state = 3 THEN COALESCE(d.end_reason_code, 'other') ELSE '' END",
            numerator: "CASE WHEN d.state = 3 THEN 1 ELSE 0 END",
            value: "0",
            where: "d.ended_on IS NOT NULL"
        )
    ),
    reasons: Reasons::Causes(refusal_reason),
    ..SUPPLEMENTS
};

fn supplement_reason(locale: &Locale, code: &str) -> String {
    ReasonOf::Supplement.shipped(locale, code)
}

fn refusal_reason(locale: &Locale, code: &str) -> String {
    ReasonOf::Refusal.shipped(locale, code)
}

/// All of them.
pub const ALL: &[Indicator] = &[ON_TIME, MEDIAN, P90, ONLINE, SUPPLEMENTS, REFUSALS];
