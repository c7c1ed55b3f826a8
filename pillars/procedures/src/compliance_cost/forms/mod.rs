//! The printed table of a study: `{head, procedure, year, scenario, income, income_source, times, subjects, count_note, rows,
//! once, total, state, author, reviewer}`; a row is `{activity, job, action, hours, persons, income, outside, fee, cost, note}`.

use printing::Template;

/// Bảng tính chi phí tuân thủ, A4 landscape.
pub const TABLE: Template =
    Template { name: "table", source: include_str!("table.typ"), sample: include_str!("table.sample.json") };
