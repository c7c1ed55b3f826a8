//! What compliance cost lets steering measure: one row an accepted study of a procedure as it stands. The sum of a year tells how
//! much was studied as well as what it cost; whether cost falls is asked procedure by procedure.

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

/// Procedures whose cost of one time is lower than the year before, of those studied in both years for the same agency; a study
/// counts on the first day of its year. One time, because a year's sum also tells how many came.
pub const LOWER: Indicator = Indicator {
    code: "compliance_cost_lower",
    name: "compliance-cost-indicator-lower",
    definition: "compliance-cost-indicator-lower-definition",
    measure: Measure::Share,
    better: Better::Up,
    evidence: "SELECT s.id AS record_id, s.procedure_code || ' – ' || s.procedure_name AS label, s.agency_id AS agency_id, \
               CAST(s.year AS TEXT) || '-01-01' AS on_day, CAST(NULL AS TEXT) AS until_day, s.procedure_code AS procedure_code, \
               s.field AS field, CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, \
               CASE WHEN s.cost_once < b.cost_once THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
               FROM cost_study s JOIN cost_study b ON b.procedure_code = s.procedure_code AND b.agency_id = s.agency_id \
               AND b.year = s.year - 1 AND b.scenario = 'now' AND b.state = 'accepted' \
               WHERE s.scenario = 'now' AND s.state = 'accepted'",
    ..YEARLY
};
