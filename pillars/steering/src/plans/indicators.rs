//! What plans let steering measure: tasks of plans in force done by their last day.

use super::slice::VIEW;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};

/// Tasks done by their last day, of all whose last day has passed; a task counts on its last day. Those stopped with a reason are
/// left out; those carried over were not done in time.
const ON_TIME: Indicator = Indicator {
    code: "plan_tasks_on_time",
    name: "plans-indicator-on-time",
    definition: "plans-indicator-on-time-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: "SELECT t.line_id AS record_id, t.name AS label, p.agency_id AS agency_id, t.to_on AS on_day, \
               t.to_on AS until_day, CAST('' AS TEXT) AS procedure_code, t.field AS field, CAST('' AS TEXT) AS channel, \
               CAST('' AS TEXT) AS reason, \
               CASE WHEN l.done_on IS NOT NULL AND l.done_on <= t.to_on THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
               FROM plan_task t JOIN reform_plan p ON p.id = t.plan_id AND t.edition = p.in_force \
               JOIN plan_line l ON l.id = t.line_id WHERE l.stopped_on IS NULL",
    records: VIEW,
    record_href: "/ke-hoach-cchc/viec/{id}",
    people: None,
    reasons: Reasons::None,
};

/// All of them.
pub const ALL: &[Indicator] = &[ON_TIME];
