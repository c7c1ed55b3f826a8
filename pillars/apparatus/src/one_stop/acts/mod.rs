//! What is done to a dossier: each act loads it, asks the rules, writes row, journal, event and notice in one transaction.

mod apology;
mod back;
mod books;
mod by_post;
mod correct;
mod counter;
mod fee;
mod finish;
mod flow;
mod flow_move;
mod hand_in;
mod handover;
mod notify;
mod opinion;
mod papers;
mod payment;
mod process;
mod supplement;
mod way;
mod work;

pub use self::flow::{fire, move_flow};
pub use apology::{apologise, dismiss_apology, told as told_late_by};
pub use back::{SendBack, taken_back};
pub use books::{book_days, close_book, open_missing};
pub use by_post::{back_to_counter, delivered_by_post, filed_on};
pub use correct::{Corrected, CorrectedFile, correct};
pub use counter::{PaperFound, code_unit, open, open_here, receive, receive_opened, refuse_receipt};
pub use fee::{Collected, cancel_fee, collect, collect_in, fee_facts};
pub use finish::{
    Settlement, applicant_until, ask_withdrawal, confirm_withdrawal, keep_on, return_result, settle, stop,
};
pub use flow_move::{ask_moves, end_move, leave, move_one};
pub use hand_in::hand_in;
pub use handover::hand_over_slip;
pub use opinion::{Whom, answer_opinion, ask_opinion, asked_of, withdraw_opinion};
pub use papers::record_papers;
pub use payment::{ask_payment, pay};
pub use process::{assign, complete_step, extend, send_back, transfer};
pub use supplement::{AskedPaper, AskedSupplement, ask_supplement, supplement};
pub use way::StepEnd;
pub use work::{Work, procedure_of, recompute, tell_late};
