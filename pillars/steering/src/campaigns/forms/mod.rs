//! Printed papers of communication: `year` `{head, year, channels, campaigns, contests, all}` with rows of `{name, planned, done,
//! share, cost, spent}` and contests of `{name, entries, from, to}`; `plan` `{head, year, decision, decided_on, as_of, campaigns,
//! channels, all}` with rows of `{name, quarter, note, planned, done, reach, cost, spent}` and campaigns of `{name, aim, audience, field,
//! task, from, to, rows, sum}`; without `decision` it is a draft.

use printing::Template;

/// Tổng hợp truyền thông cải cách hành chính of a year, A4 landscape.
pub const YEAR: Template =
    Template { name: "year", source: include_str!("year.typ"), sample: include_str!("year.sample.json") };
/// Kế hoạch truyền thông cải cách hành chính of a year, A4 landscape.
pub const PLAN: Template =
    Template { name: "plan", source: include_str!("plan.typ"), sample: include_str!("plan.sample.json") };
