//! The person's shelf (kho giấy tờ của người dân): papers that the city issued or whose originals it saw, so that a procedure asks
//! only for what is missing. Basis: Decree 61/2018/NĐ-CP, article 20, paragraph 5 (results kept for use again), Decree
//! 118/2025/NĐ-CP from 1 July 2025 (its article not seen), Circular 22/2019/TT-BTTTT, articles 3 and 6.a (what was given before is
//! used again); consent by Law 91/2025/QH15. Which text holds on a day is the rule `shelf.basis`.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | kinds of papers, whose a paper is, whether it still serves |
//! | `store/` | all SQL of `shelf_consent`, `shelf_paper`, `shelf_use` |
//! | `acts.rs` | open, close, take off, enter, take into a dossier |
//! | `jobs.rs` | listeners: received dossiers, results entered and ended; reminder before a paper ends |
//! | `ports.rs` | what a person holds for a procedure (`contracts::shelf::PersonsShelf`) |
//! | `pages/` | the owner's page |
//!
//! Invariant: without its owner's agreement there is no shelf; taken back, everything on it goes. A paper under another name or
//! number is never offered.

mod acts;
mod demo;
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

pub use ports::port;
pub use slice::SLICE;
