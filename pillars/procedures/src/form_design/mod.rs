//! The designer of electronic forms (thiết kế biểu mẫu điện tử): an official draws a procedure's form without programming, a second
//! person approves it, and from its day on it is the procedure's own. At least the fields of the official form: TT 32/2017 art. 3.8.
//!
//! rules/: the design, its schema, checks, differences, sheet · store.rs: SQL · acts.rs: one change, one transaction ·
//! demo.rs: its share of the demo city · pages/: list, record, field, section, question before the form, preview, comparison, approval.

mod acts;
mod demo;
mod pages;
mod rules;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

use platform::workbook::Bounds;

pub use slice::{APPROVE, EDIT, SLICE};
pub use waiting::waiting;

/// No form is a larger workbook.
const BOUNDS: Bounds = Bounds { part: 4 << 20, rows: 1_000, columns: 30, letters: 2_000, all: 2_000_000 };
