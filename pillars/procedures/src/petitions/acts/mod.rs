//! What changes petitions: one function an act, one transaction each.

mod deeds;
mod give;
mod tell;

pub use deeds::{Answering, Deed, alike, answer, complete, do_act, gives_away, publish, rate};
pub use give::{Giving, fresh, give, index, receiver};
