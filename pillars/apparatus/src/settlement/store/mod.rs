//! All SQL of the evaluation of settlement.

mod dossiers;
mod officers;
mod posting;
mod results;
mod scores;
mod tally;

pub use dossiers::{DossierRow, cell_of, clear_range, list, list_of_officer, open_overdue, put, put_hands};
pub use officers::{agencies_of, counts_of, forget_officer, officers};
pub use posting::{Posting, postings_of, postings_until, say_posted};
pub use results::{ResultRow, add_result, result, result_of, results_of};
pub use scores::{Due, EVIDENCE, due, mark, mark_all, score, write_score};
pub use tally::{clear_disliked, counts, lock, months, put_disliked, recount, set_state, state, used};
