//! Periodic reports on the reform (báo cáo cải cách hành chính): who owes which by when, written around figures that fill
//! themselves, signed by a second person, sent, returned, corrected, accepted, summed up. Basis: Decision 2527/QĐ-UBND of 2012,
//! section IV.1.c; today Công văn 581/BNV-CCHC.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | periods and their days, states and statuses, templates, figures with their changes and sums, duties, receivers |
//! | `dated.rs` | the dated rules of `data/profiles.yaml` that apply, and what an agency owes by them and by what the city changed of them |
//! | `measuring.rs` | the figures of a report: measured, typed, summed from below, and those of the period before |
//! | `store/` | all SQL |
//! | `acts/` | one function an act |
//! | `pages/` | reports, calendar, standing, one report and its ways, requests, duties and their changes, templates |
//! | `letters.rs` | the report as PDF, DOCX and XLSX |
//! | `words.rs` | periods, states and figures in words |
//! | `jobs.rs` | reminders of the morning |
//! | `yearly.rs` | what was owed in a year and whose last day is over |
//! | `ports.rs` | reports in time (`contracts::final_review`); what waits for a writer, a leader or a receiver (`contracts::waiting`) |

mod acts;
mod api;
mod dated;
mod demo;
mod jobs;
mod letters;
mod measuring;
mod pages;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod words;
mod yearly;

pub use ports::{on_time, waiting};
pub use slice::{EDIT, RECEIVE, SIGN, SLICE, TEMPLATES, VIEW};
