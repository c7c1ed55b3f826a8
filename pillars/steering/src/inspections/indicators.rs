//! What inspections let steering measure: units inspected of those an agency inspects, findings handled of those due.

use super::slice::VIEW;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};

/// Units of an agency's pool that were inspected in the year, of all of the pool. A unit stands in the pool of the year from its
/// first to its last day: not inspected until the eve of the day its minutes were drawn up, inspected from that day on.
const UNITS: Indicator = Indicator {
    code: "inspections.units_inspected_share",
    name: "inspections-indicator-units",
    definition: "inspections-indicator-units-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Stock,
    evidence: "SELECT o.id AS record_id, o.unit_name AS label, o.agency_id AS agency_id, \
               CASE WHEN o.inspected_on IS NULL OR t.part = 0 THEN o.from_on ELSE o.inspected_on END AS on_day, \
               CASE WHEN o.inspected_on IS NOT NULL AND t.part = 0 THEN o.inspected_eve ELSE o.to_on END AS until_day, \
               CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, CAST('' AS TEXT) AS channel, \
               CAST('' AS TEXT) AS reason, CAST(t.part AS BIGINT) AS numerator, CAST(1 AS BIGINT) AS denominator, \
               CAST(0 AS BIGINT) AS value \
               FROM inspection_pool o JOIN inspection_plan p ON p.id = o.plan_id AND p.in_force > 0 \
               JOIN (SELECT 0 AS part UNION ALL SELECT 1 AS part) t ON t.part = 0 OR o.inspected_on IS NOT NULL",
    records: VIEW,
    record_href: "/kiem-tra-cchc/pham-vi/{id}",
    people: None,
    reasons: Reasons::None,
};

/// Findings that were handled, of all whose last day has passed; a finding counts for the unit that has to put it right, on its
/// last day. Those carried into a later inspection count there.
const HANDLED: Indicator = Indicator {
    code: "inspections.findings_handled_share",
    name: "inspections-indicator-handled",
    definition: "inspections-indicator-handled-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: "SELECT f.id AS record_id, f.text AS label, f.unit_id AS agency_id, f.due_on AS on_day, f.due_on AS until_day, \
               CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, CAST('' AS TEXT) AS channel, \
               CAST('' AS TEXT) AS reason, CASE WHEN f.state = 'closed' THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
               FROM inspection_finding f JOIN inspection i ON i.id = f.inspection_id AND i.minuted_on IS NOT NULL \
               WHERE f.state <> 'carried'",
    records: VIEW,
    record_href: "/kiem-tra-cchc/ton-tai/{id}",
    people: None,
    reasons: Reasons::None,
};

/// All of them.
pub const ALL: &[Indicator] = &[UNITS, HANDLED];
