//! What communication lets steering measure: pieces that appeared, and the share of the planned pieces that were done.

use super::slice::VIEW;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};

/// Verified pieces, each on the day it appeared.
const PUBLISHED: Indicator = Indicator {
    code: "campaign_pieces",
    name: "campaigns-indicator-pieces",
    definition: "campaigns-indicator-pieces-definition",
    measure: Measure::Count,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: "SELECT x.id AS record_id, x.title AS label, x.agency_id AS agency_id, x.published_on AS on_day, \
               CAST(NULL AS TEXT) AS until_day, CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, \
               CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, CAST(1 AS BIGINT) AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM comm_piece x WHERE x.state = 'verified'",
    records: VIEW,
    record_href: "/truyen-thong/tin-bai/{id}",
    people: None,
    reasons: Reasons::None,
};

/// Of the pieces planned for a campaign, a channel and a quarter, those that appeared in that quarter; counted when it is over.
const PLANNED_DONE: Indicator = Indicator {
    code: "campaign_planned_done",
    name: "campaigns-indicator-planned",
    definition: "campaigns-indicator-planned-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: "SELECT n.id AS record_id, c.name AS label, p.agency_id AS agency_id, n.due_on AS on_day, n.due_on AS until_day, \
               CAST('' AS TEXT) AS procedure_code, c.field AS field, CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, \
               CASE WHEN (SELECT COUNT(*) FROM comm_piece x WHERE x.line_id = n.line_id AND x.channel = n.channel \
               AND x.state = 'verified' AND x.published_on BETWEEN n.from_on AND n.due_on) < n.pieces \
               THEN (SELECT COUNT(*) FROM comm_piece y WHERE y.line_id = n.line_id AND y.channel = n.channel \
               AND y.state = 'verified' AND y.published_on BETWEEN n.from_on AND n.due_on) ELSE n.pieces END AS numerator, \
               n.pieces AS denominator, CAST(0 AS BIGINT) AS value FROM comm_planned n \
               JOIN comm_plan p ON p.id = n.plan_id AND n.edition = p.in_force \
               JOIN comm_campaign c ON c.line_id = n.line_id AND c.edition = n.edition",
    records: VIEW,
    record_href: "/truyen-thong/du-kien/{id}",
    people: None,
    reasons: Reasons::None,
};

/// All of them.
pub const ALL: &[Indicator] = &[PUBLISHED, PLANNED_DONE];
