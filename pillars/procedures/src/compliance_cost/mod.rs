//! Compliance cost (chi phí tuân thủ): what people spend to comply with a procedure, now and after a change.
//! Basis: Circular 02/2017/TT-VPCP art. 27; programme, section II.2.b.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | the sums, what is typed, the states of a study, years side by side |
//! | `store.rs` | all SQL of `cost_study`, `cost_line` |
//! | `acts.rs` | opening, writing, handing in, reviewing, the study of the time after |
//! | `ports.rs` | `ComplianceCosts` for other slices |
//! | `indicators.rs` | the cost of a year, for II.2.b |
//! | `forms/` | the printed table |
//! | `api.rs` | its operations for other programs |
//! | `pages/` | list, study, its forms, now and after, the years |
//!
//! Invariant: a study counts only once somebody has accepted it who made none of it, and is not changed afterwards.

mod acts;
mod api;
mod demo;
mod forms;
mod indicators;
mod pages;
mod ports;
mod rules;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use ports::port;
pub use slice::{EDIT, REVIEW, SLICE, VIEW};
pub use waiting::waiting;
