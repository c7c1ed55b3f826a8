//! Conversations on dossiers (trao đổi về hồ sơ): one thread a dossier between its applicant and the agency, with requests
//! to put something right and track of what waits for an answer.
//!
//! No law gives a conversation effect on the term: the clock stops by the formal request for papers only (one_stop,
//! Decree 61/2018, art. 19.4), and every page of the staff's side says so.
//!
//! | file | what |
//! |---|---|
//! | `rules.rs` | who waits for whom and how long; how a correction request stands; what may be sent |
//! | `store/` | all SQL of `dossier_thread`, `dossier_message`, its items and files, `standing_answer` |
//! | `acts.rs` | sending, closing, leaving unanswered, saying of a complaint whether it is so; each one transaction |
//! | `ports.rs` | the ways to a thread from the one-stop's pages (`Conversations`), which dossiers were complained of |
//! | `personal.rs` | what is kept by account, and what of it goes |
//! | `api/` | its operations for other programs |
//! | `pages/` | the thread on both sides, the list of what waits, the standing answers |
//!
//! Invariant: the journal says that something was sent, never what was written.

mod acts;
mod api;
mod demo;
mod pages;
mod personal;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use ports::{complaints, conversations};
pub use slice::SLICE;
