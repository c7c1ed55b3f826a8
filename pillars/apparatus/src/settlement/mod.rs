//! Evaluation of settlement (đánh giá việc giải quyết thủ tục hành chính): nine indicators of agencies and five of officials, and the
//! index of serving people and business. Basis: Decree 61/2018 art. 27-32, Circular 01/2018/TT-VPCP art. 12-15, Decision 766/QĐ-TTg;
//! weights, thresholds, bands and what the texts leave open are dated rules (`settlement.…` in data/profiles.yaml).
//!
//! | file | what |
//! |---|---|
//! | `rules/` | what a dossier counts for, its two ends, scores, totals, bands, the index; pure |
//! | `store/` | all SQL of the `settlement_…` tables |
//! | `keeping.rs` | judging after events, scoring months, the night, from scratch |
//! | `cards.rs` | evaluations of a period from kept counts |
//! | `personal.rs` | what is kept by account, and how it goes |
//! | `ports.rs` | the two ends of a dossier for who shows its promise |
//! | `years.rs` | the index of a year for who compares agencies |
//! | `freeze.rs` | the result somebody signed for |
//! | `words.rs` | figures and their arithmetic in words |
//! | `api.rs` | its operations for other programs |
//! | `pages/` | comparing, an agency, officials, records, two ends, paper, public |
//!
//! Invariant: counts are kept and never sum persons' answers by dossier; a figure without data says what is lacking.

mod api;
mod cards;
mod demo;
mod freeze;
mod jobs;
mod keeping;
mod pages;
mod personal;
mod ports;
mod rules;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod words;
mod years;

pub use keeping::rebuild;
pub use ports::both_ends;
pub use slice::{FREEZE, OFFICERS, SLICE, VIEW};
pub use years::years;
