//! Acts of fees: one function an act, one transaction each; those that end in `_in` take the caller's.

mod adjust;
mod book;
mod demand;
mod online;
mod pay;
mod reconcile;
mod refund;
mod schedule;

pub use adjust::{Adjusted, adjust, receiver_pays, relief_of};
pub use book::{close, confirm, open};
pub use demand::{demand_in, rates_on, taken_over};
pub use online::{hear, order};
pub use pay::{Money, cancel_receipt, enter_in, paper_session, take, undo_paper};
pub use reconcile::{import, settle};
pub use refund::{ask, decide, give};
pub use schedule::{add_rate, end_rate};
