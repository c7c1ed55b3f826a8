//! What budgets let steering measure: the share of the money allocated that is spent, and estimates sent in time.

use super::slice::VIEW;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};

/// Đồng spent of đồng allocated, a line a record, which stands over the year of its budget.
const EXECUTED: Indicator = Indicator {
    code: "budget_executed",
    name: "budgets-indicator-executed",
    definition: "budgets-indicator-executed-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Stock,
    evidence: "SELECT l.id AS record_id, l.name AS label, b.agency_id AS agency_id, CAST(b.year AS TEXT) || '-01-01' AS on_day, \
               CAST(b.year AS TEXT) || '-12-31' AS until_day, CAST('' AS TEXT) AS procedure_code, l.field AS field, \
               CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, l.spent AS numerator, l.allocated AS denominator, \
               CAST(0 AS BIGINT) AS value \
               FROM budget_line l JOIN reform_budget b ON b.id = l.budget_id \
               WHERE l.dropped = FALSE AND b.allocated_on IS NOT NULL AND l.allocated > 0",
    records: VIEW,
    record_href: "/ngan-sach-cchc/dong/{id}",
    people: None,
    reasons: Reasons::None,
};

/// Estimates first sent by their last day, of all whose last day has passed; counted on that day.
const IN_TIME: Indicator = Indicator {
    code: "budgets_sent_in_time",
    name: "budgets-indicator-in-time",
    definition: "budgets-indicator-in-time-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: "SELECT b.id AS record_id, CAST(b.year AS TEXT) AS label, b.agency_id AS agency_id, b.due_on AS on_day, \
               b.due_on AS until_day, CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, \
               CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, \
               CASE WHEN b.first_submitted_on IS NOT NULL AND b.first_submitted_on <= b.due_on \
               THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM reform_budget b",
    records: VIEW,
    record_href: "/ngan-sach-cchc/du-toan/{id}",
    people: None,
    reasons: Reasons::None,
};

/// All of them.
pub const ALL: &[Indicator] = &[EXECUTED, IN_TIME];
