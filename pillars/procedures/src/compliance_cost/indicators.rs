//! What compliance cost lets steering measure: one row an accepted study of a procedure as it stands.

use super::slice::VIEW;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};

/// đồng a year; a study counts on the first day of its year.
pub const YEARLY: Indicator = Indicator {
    code: "compliance_cost_year",
    name: "compliance-cost-indicator-year",
    definition: "compliance-cost-indicator-year-definition",
    measure: Measure::Count,
    better: Better::Down,
    timing: Timing::Flow,
    evidence: "SELECT s.id AS record_id, s.procedure_code || ' – ' || s.procedure_name AS label, s.agency_id AS agency_id, \
               CAST(s.year AS TEXT) || '-01-01' AS on_day, CAST(NULL AS TEXT) AS until_day, s.procedure_code AS procedure_code, \
               s.field AS field, CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, s.cost_year AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
               FROM cost_study s WHERE s.scenario = 'now' AND s.state = 'accepted'",
    records: VIEW,
    record_href: "/chi-phi/{id}",
    people: None,
    reasons: Reasons::None,
};
