//! Plans of the reform (kế hoạch cải cách hành chính) of each agency, by year and half-year: written, submitted, approved by a
//! second person, amended, carried out. Basis: Decision 2527/QĐ-UBND of 2012, section IV.1.a and b.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | states, periods and terms, progress and lateness, carrying over, differences, chart and calendar, words of a task |
//! | `dated.rs` | the dated rules of `data/profiles.yaml` that apply |
//! | `store/` | all SQL of plans, tasks by edition, comments, check-ins, feeds |
//! | `acts/` | one function an act |
//! | `pages/` | plans, tasks, overview, chart, calendar, feeds, sheets, the public pages |
//! | `words.rs` | names of the programme's fields, items and measures; days and standings in words |
//! | `jobs.rs` | reminders of the morning |
//! | `personal.rs` | what is kept by account: calendar feeds |
//! | `ports.rs` | what waits for an approver or an official (`contracts::waiting`); tasks for budgets (`contracts::plans`) |
//! | `results.rs` | what became of a year's tasks (`contracts::plans`) |
//! | `indicators.rs` | tasks done in time |
//! | `forms/` | the printed plan |
//!
//! A task stands in an edition of its plan; the work it names is a line, which keeps its progress through all editions.

mod acts;
mod api;
mod dated;
mod demo;
mod forms;
mod indicators;
mod jobs;
mod pages;
mod personal;
mod ports;
mod results;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use ports::{named_tasks, plan_tasks, plan_writing, waiting};
pub use results::results;
pub use slice::{APPROVE, CHECK_IN, EDIT, REVIEW, SLICE, SUBMIT, VIEW};
