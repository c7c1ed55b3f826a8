//! The weekly brief on one page: `{head, week, until, brief, late_all}`; `brief` as the slice freezes it.

use printing::Template;

/// Bản tin tuần, A4.
pub const WEEK: Template =
    Template { name: "week", source: include_str!("week.typ"), sample: include_str!("week.sample.json") };
