//! Inspections of the reform (kiểm tra cải cách hành chính): the yearly plan and its choice of units, an inspection from decision
//! to published conclusion, findings until they are handled. Basis: Decision 2527/QĐ-UBND of 2012, sections III.2.d and IV.2.a.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | pool and share, risk, the draw by a kept seed, states of plans, inspections and findings, words of a checklist |
//! | `dated.rs` | the dated rules of `data/profiles.yaml` that apply |
//! | `figures.rs` | live figures of a unit: for its risk and beside the questions of a checklist |
//! | `store/` | all SQL of plans, inspections, checklists, findings, templates |
//! | `acts/` | one function an act |
//! | `pages/` | plans, the draw, inspections, findings, a unit's page, overview, templates, the public pages |
//! | `words.rs` | states, standings and days in words |
//! | `jobs.rs` | reminders of the morning |
//! | `ports.rs` | what came of a year's (`contracts::final_review`); what waits for team, second person or unit (`contracts::waiting`) |
//! | `indicators.rs` | share of units inspected, share of findings handled |
//! | `forms/` | decision, notice, minutes, conclusion on paper |
//!
//! Papers are signed by hand: the house has no signing part, so the scan of the signed minutes is kept.

mod acts;
mod api;
mod dated;
mod demo;
mod figures;
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

pub use ports::{reform_inspections, waiting};
pub use slice::{APPROVE, INSPECT, REPORT, SLICE, VIEW};
