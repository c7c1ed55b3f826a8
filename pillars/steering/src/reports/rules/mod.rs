//! Pure rules of reports: periods, states, templates, figures, who receives what, in whose name one is signed.

mod duty;
mod figure;
mod period;
mod receiver;
mod signing;
mod state;
mod template;

pub use duty::{DutyChange, DutyState, OWING, is_owing};
pub use figure::{
    Change, Known, Notable, Shown, beyond_whole, change, is_notable, missing, shown, sum, typed,
};
pub use period::{Kind, PeriodRule, Window, before};
pub use receiver::{Duty, ReceiverRule, own_agencies, receiver};
pub use signing::{authority, is_committee};
pub use state::{Facts, State, Status, days_late, status};
pub use template::{RowDef, Section, Take, Template};
