//! Joint dossiers (hồ sơ liên thông): several procedures filed once under one code, their parts moved by the system from agency
//! to agency, across levels too; one promise, one tracking page, the results handed over at the lead.
//! Basis: Decree 61/2018/NĐ-CP, art. 19.6 and 19.7; the groups stand in the catalogue, each with its rules.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | stages and what begins next, the promise of the whole, forms and papers asked once, who settles |
//! | `store/` | all SQL of `joint_dossier`, `joint_part`, `joint_draft`, `joint_counter` |
//! | `acts/` | filing, beginning a part, following a part's dossier, handing over |
//! | `jobs.rs` | the listener to the dossiers' events; old drafts go |
//! | `pages/` | filing at the counter and online with its drafts, list, the whole, tracking, receipt |
//! | `api/` | its operations for other programs |
//! | `ports.rs` | from a dossier to the whole (`JointDossiers`) |
//!
//! Invariant: a part is opened once, by its idempotency key, and only when every part of the stages before has ended.

mod acts;
mod api;
mod demo;
mod erasure;
mod forms;
mod jobs;
mod pages;
mod personal;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use demo::{demo, open_dossiers};
pub use ports::joint_dossiers;
pub use slice::SLICE;
