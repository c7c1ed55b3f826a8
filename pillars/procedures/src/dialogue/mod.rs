//! Dialogue (đối thoại với doanh nghiệp và nhân dân): conferences, the questions asked before and during them, their answers.
//! Basis: programme, section II.2.d; the term of an answer is a rule of the city, since no text seen sets one.
//!
//! | file | what |
//! |---|---|
//! | `rules.rs` | states, until when is asked, the last day of an answer, what follows on what, what gives away who asked |
//! | `store.rs` | all SQL of `dialogue`, `dialogue_move` and `dialogue_question` |
//! | `acts.rs` | announcing, asking, holding, moving, calling off, giving out, answering, publishing: one transaction each |
//! | `api/` | its operations for other programs |
//! | `pages/` | conferences, questions and answers for everybody; the staff's lists, records and acts |
//! | `seed.rs` `demo.rs` | texts of notices; conferences of the demo city |
//!
//! Invariant: the public page shows words written for it, never who asked.

mod acts;
mod api;
mod demo;
mod pages;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use slice::{HANDLE, SLICE, VIEW};
pub use waiting::waiting;
