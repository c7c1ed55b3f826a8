//! Review and simplification (rà soát, đơn giản hóa): plans of a year, the impact questionnaires, proposals to carry out.
//! Basis: Decree 63/2010/NĐ-CP chapter V and Appendices I-III; programme, section II.2.b.
//!
//! | file | what |
//! |---|---|
//! | `questionnaires.yaml` | the questionnaires restated, with their branches |
//! | `rules/` | the engine of questions, states of proposals, the plan's last day, signals for candidates |
//! | `store/` | all SQL of plans, sheets, proposals |
//! | `acts.rs` | one function an act |
//! | `indicators.rs` | reviewed against plan, simplified, cost cut |
//! | `forms/` | the printed questionnaire and plan |
//! | `api.rs` | its operations for other programs |
//! | `pages/` | plan and its rows, agencies that owe one, sheets, proposals, candidates |

mod acts;
mod api;
mod demo;
mod forms;
mod indicators;
mod pages;
mod rules;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use slice::{APPROVE, EDIT, SLICE, VIEW};
pub use waiting::waiting;
