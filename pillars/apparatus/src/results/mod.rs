//! The register of results (sổ kết quả giải quyết thủ tục): what was signed, until when it is valid, whether it still holds.
//! Basis: Decree 61/2018/NĐ-CP, article 20, paragraph 5 (a result is kept so that it can be used again); Circular
//! 22/2019/TT-BTTTT, articles 6 and 7 as domain/system-criteria.md lists them (electronic results, their look-up).
//!
//! | file | what |
//! |---|---|
//! | `rules/` | codes, validity, what holds on a day, the two persons, names half hidden |
//! | `store/` | all SQL of `result_entry`, `result_change`, `result_gathered` |
//! | `acts.rs` | enter, propose an end, decide it |
//! | `jobs.rs` | a settled dossier's result is entered (listener); older ones are gathered by night |
//! | `api.rs` | its operations for other programs |
//! | `ports.rs` | the register for other slices (`contracts::results::ResultRegister`) |
//! | `pages/`, `forms/` | list, entry, cover sheet, the check open to everybody |
//! | `personal.rs`, `demo.rs` | by account; the demo city's share |
//!
//! Invariant: what is revoked or replaced was proposed by one official and decided by another.

mod acts;
mod api;
mod demo;
mod forms;
mod jobs;
mod pages;
mod personal;
mod ports;
mod rules;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use ports::register;
pub use slice::SLICE;
