//! What simplification lets steering measure: reviews against the plan, proposals carried out, cost cut by them.

use super::slice::VIEW;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};

/// Rows of the plans that were reviewed, of all rows of plans that were sent; a row counts on the first day of its year.
const REVIEWED: Indicator = Indicator {
    code: "procedures_reviewed",
    name: "simplification-indicator-reviewed",
    definition: "simplification-indicator-reviewed-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: "SELECT i.id AS record_id, i.subject AS label, p.agency_id AS agency_id, CAST(p.year AS TEXT) || '-01-01' AS on_day, \
               CAST(NULL AS TEXT) AS until_day, i.procedure_code AS procedure_code, CAST('' AS TEXT) AS field, \
               CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, \
               CASE WHEN i.done_on IS NOT NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
               FROM review_item i JOIN review_plan p ON p.id = i.plan_id WHERE p.sent_on IS NOT NULL",
    records: VIEW,
    record_href: "/ra-soat/viec/{id}",
    people: None,
    reasons: Reasons::None,
};

/// Proposals carried out, on the day they were.
const SIMPLIFIED: Indicator = Indicator {
    code: "procedures_simplified",
    name: "simplification-indicator-simplified",
    definition: "simplification-indicator-simplified-definition",
    measure: Measure::Count,
    evidence: "SELECT s.id AS record_id, s.procedure_code || ' – ' || s.procedure_name AS label, s.agency_id AS agency_id, \
               s.carried_on AS on_day, CAST(NULL AS TEXT) AS until_day, s.procedure_code AS procedure_code, s.field AS field, \
               CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, CAST(1 AS BIGINT) AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
               FROM simplification s WHERE s.state = 'carried_out' AND s.carried_on IS NOT NULL",
    record_href: "/ra-soat/phuong-an/{id}",
    ..REVIEWED
};

/// Yearly cost cut by proposals carried out, of the yearly cost before, where both are known. A study tells what all its changes
/// save together: of several proposals on one of them, the first carried out counts for it.
const COST_CUT: Indicator = Indicator {
    code: "procedures_cost_cut",
    name: "simplification-indicator-cut",
    definition: "simplification-indicator-cut-definition",
    measure: Measure::Share,
    evidence: "SELECT s.id AS record_id, s.procedure_code || ' – ' || s.procedure_name AS label, s.agency_id AS agency_id, \
               s.carried_on AS on_day, CAST(NULL AS TEXT) AS until_day, s.procedure_code AS procedure_code, s.field AS field, \
               CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, s.cost_before - s.cost_after AS numerator, \
               s.cost_before AS denominator, CAST(0 AS BIGINT) AS value \
               FROM simplification s WHERE s.state = 'carried_out' AND s.carried_on IS NOT NULL \
               AND s.cost_before IS NOT NULL AND s.cost_after IS NOT NULL AND (s.cost_href = '' OR NOT EXISTS \
               (SELECT 1 FROM simplification o WHERE o.cost_href = s.cost_href AND o.state = 'carried_out' \
               AND o.cost_before IS NOT NULL AND o.cost_after IS NOT NULL \
               AND (o.carried_on < s.carried_on OR (o.carried_on = s.carried_on AND o.id < s.id))))",
    ..SIMPLIFIED
};

/// All of them.
pub const ALL: &[Indicator] = &[REVIEWED, SIMPLIFIED, COST_CUT];
