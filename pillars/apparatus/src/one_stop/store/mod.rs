//! All SQL of the one-stop: dossiers with their papers, steps, pauses, supplements, extensions, opinions and results.

mod book;
mod details;
mod dossier;
mod lists;

pub use book::{BookRow, book};
pub use details::{Extended, Opinion, Paper, PauseRow, ResultRow, StepRow, Supplement};
pub use details::{
    add_extension, add_opinion, add_paper, add_result, add_supplement, answer_opinion, answer_supplement, close_pause,
    end_step, extensions, open_pause, opinion, opinions, papers, pauses, results, start_step, steps, supplements,
    update_paper,
};
pub use dossier::{
    DOSSIER_COLUMNS, Dossier, NewDossier, by_code, by_idempotency_key, by_tracking_key, get, insert, next_in_scope,
    of_account, open_ids_received_since, save,
};
pub use lists::{InboxRow, RegisterRow, counts_by_state, inbox, register, opinions_waiting, OpinionRow, warnings_due, Warning};
