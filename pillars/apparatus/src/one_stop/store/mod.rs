//! All SQL of the one-stop: dossiers with their papers, steps, pauses, supplements, extensions, opinions and results.

mod book;
mod details;
mod dossier;
mod lists;
mod today;

pub use book::{BookRow, book};
pub use details::{Extended, Opinion, Paper, ResultRow, StepRow, Supplement};
pub use details::{
    add_extension, add_opinion, add_paper, add_result, add_supplement, answer_opinion, answer_supplement,
    close_pause, end_step, extensions, fill_paper, open_pause, opinion, opinions, papers, pauses, results,
    start_step, steps, supplements, update_paper,
};
pub use dossier::{
    Dossier, NewDossier, by_code, by_idempotency_key, by_tracking_key, count_open_due_since, get, insert,
    next_in_scope, of_account, open_ids_received_since, save,
};
pub use lists::{
    InboxRow, OpinionRow, RegisterRow, counts_by_state, inbox_closed, inbox_open, inbox_returning,
    opinions_waiting, owner_begins, register, warnings_due,
};
pub use today::{Asked, Today, today};
