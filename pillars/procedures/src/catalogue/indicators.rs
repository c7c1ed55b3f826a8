//! What the catalogue lets steering measure of announcement and publication in term (Decision 766/QĐ-TTg, indicators 1.1 and 1.2).

use super::slice::READ;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};

macro_rules! change_evidence {
    (on: $on:literal, until: $until:literal, numerator: $numerator:literal, where: $where:literal) => {
        concat!(
            "SELECT c.id AS record_id, c.code || ' – ' || c.name AS label, c.agency_id AS agency_id, ",
            $on,
            " AS on_day, ",
            $until,
            " AS until_day, c.code AS procedure_code, c.field_code AS field, CAST('' AS TEXT) AS channel, ",
            "CAST('' AS TEXT) AS reason, CAST(",
            $numerator,
            " AS BIGINT) AS numerator, CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value ",
            "FROM procedure_change c WHERE c.origin <> 'correction' AND ",
            $where
        )
    };
}

/// Announced by the last day, of what was announced in the period and of what should have been and still is not.
pub const ANNOUNCED: Indicator = Indicator {
    code: "procedures_announced_in_term",
    name: "catalogue-indicator-announced",
    definition: "catalogue-indicator-announced-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: concat!(
        change_evidence!(
            on: "c.announced_on",
            until: "CAST(NULL AS TEXT)",
            numerator: "CASE WHEN c.announced_on <= c.announce_due_on THEN 1 ELSE 0 END",
            where: "c.announced_on IS NOT NULL"
        ),
        " UNION ALL ",
        change_evidence!(
            on: "c.announce_due_on",
            until: "c.announce_due_on",
            numerator: "0",
            where: "c.announced_on IS NULL AND c.is_open AND c.announce_due_on <> ''"
        )
    ),
    records: READ,
    record_href: "/quan-tri/thu-tuc/thay-doi/{id}",
    people: None,
    reasons: Reasons::None,
};

/// Published by the last day, of what was published in the period and of what should have been and still is not.
pub const PUBLISHED: Indicator = Indicator {
    code: "procedures_published_in_term",
    name: "catalogue-indicator-published",
    definition: "catalogue-indicator-published-definition",
    evidence: concat!(
        change_evidence!(
            on: "c.published_on",
            until: "CAST(NULL AS TEXT)",
            numerator: "CASE WHEN c.published_on <= c.publish_due_on THEN 1 ELSE 0 END",
            where: "c.published_on IS NOT NULL AND c.publish_due_on <> ''"
        ),
        " UNION ALL ",
        change_evidence!(
            on: "c.publish_due_on",
            until: "c.publish_due_on",
            numerator: "0",
            where: "c.published_on IS NULL AND c.is_open AND c.publish_due_on <> ''"
        )
    ),
    ..ANNOUNCED
};
