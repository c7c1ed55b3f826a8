//! Pure rules of joint dossiers: which part begins when, when the whole is promised, what is asked once.

mod due;
mod form;
mod papers;
mod place;
mod run;

pub use due::{Leg, Whole, whole};
pub use form::{joined, share};
pub use papers::{Asked, Given, answer_of, asked_once, moved, papers_of};
pub use place::settles;
pub use run::{PartState, Standing, WholeState, next, stages, state_of};
