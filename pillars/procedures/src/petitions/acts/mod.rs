//! What changes petitions and questionnaires: one function an act, one transaction each.

mod deeds;
mod give;
pub mod questionnaires;
mod tell;

pub use deeds::{Answering, Deed, alike, answer, complete, do_act, gives_away, publish, rate};
pub use give::{Giving, fresh, give, index, receiver};
