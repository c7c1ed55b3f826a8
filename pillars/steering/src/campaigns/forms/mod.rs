//! Printed papers of communication: `year` `{head, year, channels, campaigns, contests, all}` with rows of `{name, planned, done,
//! share, cost, spent}` and contests of `{name, entries, from, to}`.

use printing::Template;

/// Tổng hợp truyền thông cải cách hành chính of a year, A4 landscape.
pub const YEAR: Template =
    Template { name: "year", source: include_str!("year.typ"), sample: include_str!("year.sample.json") };
