//! Petitions (phản ánh, kiến nghị về quy định hành chính): given, received, classified, judged, answered, published.
//! Basis: Decree 20/2008/NĐ-CP as amended by 48/2013 and 92/2017; clocks of Decision 766/QĐ-TTg; programme, section II.2.đ.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | words of the decree, states and acts, clocks, what a form must hold, likeness, the two indices, questionnaires |
//! | `store/` | all SQL of the petitions, their steps, files and answers, and of questionnaires |
//! | `acts/` | giving one; every act on one and on questionnaires, each in one transaction |
//! | `pages/` | the public form, tracking, rating and the published answers; the register, the record, figures, questionnaires |
//! | `api/` | its operations for other programs |
//! | `jobs.rs` | last days that follow the calendar; who is told that one is late |
//! | `waiting.rs` | what waits for the agency (`contracts::waiting`) |
//! | `ports.rs` | counts for the indices of other slices and candidates of other slices (`contracts::settlement`, `contracts::petitions`) |
//!
//! Invariant: what is published is written for publication; the person's words and name are never shown to the public.

mod acts;
mod api;
mod demo;
mod jobs;
mod pages;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use ports::{petition_load, petition_records};
pub use slice::{HANDLE, PUBLISH, SLICE, SUPERVISE, VIEW};
pub use waiting::waiting;
