//! Budgets of the reform (dự toán kinh phí cải cách hành chính) of each agency by year: estimated by lines, sent over Home
//! Affairs, Planning and Finance to the People's Committee and the Council, allocated, spent, settled. Basis: Decision
//! 2527/QĐ-UBND of 2012, sections III.1, IV.1.b, IV.2.a, d and đ.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | states, the way, lines, sums, changes, allocation and spending, the account, the year's calendar, the sheet |
//! | `dated.rs` | the dated rules of `data/profiles.yaml` that apply |
//! | `store/` | all SQL |
//! | `acts/` | one function an act, in the caller's transaction |
//! | `deeds/` | what a person sends, for pages and interface alike: rights, reading, the act, its commit |
//! | `pages/` | budgets, lines, spending, overview, calendar, copies, cost items |
//! | `words.rs` | states, steps, sources and amounts in words |
//! | `jobs.rs` | reminders of the morning |
//! | `ports.rs` | the money of a year (`contracts::final_review`); what waits for an office or an agency (`contracts::waiting`) |
//! | `indicators.rs` | share of the allocation that is spent; estimates sent in time |
//! | `forms/` | the printed estimate and allocation |

mod acts;
mod api;
mod dated;
mod deeds;
mod demo;
mod forms;
mod indicators;
mod jobs;
mod pages;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use ports::{reform_money, task_money, waiting};
pub use slice::{ALLOCATE, DECIDE, EDIT, ITEMS, REVIEW, SLICE, SPEND, SUBMIT, VIEW};
