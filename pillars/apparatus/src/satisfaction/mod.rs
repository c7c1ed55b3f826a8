//! Satisfaction (sự hài lòng): one short sheet for every returned dossier, answered once, shown as rates with their uncertainty.
//! Basis: Decision 1383/QĐ-BNV (2012), five factors of Decision 2640/QĐ-BNV (2017); programme, section II.3.b.
//!
//! | file | what |
//! |---|---|
//! | `sets.yaml` | the question sets that ship, with versions and days |
//! | `rules/` | sets, a filled sheet, rates and when they may be published, waves of asking |
//! | `store/` | all SQL of `survey_set`, `survey_invite`, `survey_answer`, `survey_tally`, and of waves |
//! | `invite.rs` | the sheet of a returned dossier (listener) |
//! | `forget.rs` | no sheet waits for whose account is erased (listener) |
//! | `waves.rs` | waves opened, counted from paper, checked, closed |
//! | `ports.rs` | the link for the dossier's page (`Ratings`), counts for the evaluation of settlement (`SheetCounts`), closed waves (`SurveyWaves`) |
//! | `api.rs` | waves and their results for other programs |
//! | `demo.rs`, `demo_waves.rs` | sheets and answers in bulk; two waves |
//! | `pages/` | the sheet, its thanks and QR code; staff's lists; rates |
//!
//! Invariant: an answer is never tied to a person; the journal of an answer names nobody.

mod api;
mod demo;
mod demo_waves;
mod forget;
mod invite;
mod pages;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod waves;

pub use demo::{DemoRatings, DemoReturn};
pub use invite::rebuild_tally;
pub use ports::{ratings, sheet_counts, survey_waves, waiting};
pub use slice::{SLICE, SURVEY, VIEW};
