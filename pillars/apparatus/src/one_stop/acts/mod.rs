//! What is done to a dossier: each act loads it, asks the rules, writes row, journal, event and notice in one transaction.

mod counter;
mod finish;
mod hand_in;
mod opinion;
mod process;
mod supplement;
mod work;

pub use counter::{PaperFound, code_unit, open, receive, refuse_receipt};
pub use finish::{
    Settlement, applicant_until, ask_withdrawal, confirm_withdrawal, keep_on, return_result, settle, stop,
};
pub use hand_in::hand_in;
pub use opinion::{answer_opinion, ask_opinion, withdraw_opinion};
pub use process::{ask_payment, assign, complete_step, extend, pay, send_back, transfer};
pub use supplement::{AskedSupplement, ask_supplement, supplement};
pub use work::{procedure_of, recompute};
