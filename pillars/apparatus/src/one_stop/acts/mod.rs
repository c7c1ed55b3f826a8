//! What is done to a dossier: each act loads it, asks the rules, writes row, journal, event and notice in one transaction.

mod counter;
mod finish;
mod hand_in;
mod opinion;
mod process;
mod supplement;
mod work;

pub use counter::{PaperFound, code_unit, open, receive, refuse_receipt};
pub use finish::{Settlement, ask_withdrawal, confirm_withdrawal, return_result, settle, stop};
pub use hand_in::hand_in;
pub use opinion::{answer_opinion, ask_opinion};
pub use process::{ask_payment, assign, complete_step, extend, pay, transfer};
pub use supplement::{AskedSupplement, ask_supplement, supplement};
pub use work::{procedure_of, recompute};
