//! Pure rules of joint dossiers: which part begins when, when the whole is promised, what is asked once, what a draft keeps, who
//! may file for whom.

mod draft;
mod due;
mod form;
mod papers;
mod place;
mod proxy;
mod run;

pub use draft::{Kept, is_answer, paper_key};
pub use due::{Leg, Whole, by_law, longest, whole};
pub use form::{joined, share};
pub use papers::{Asked, Given, answer_of, asked_once, moved, papers_of};
pub use place::settles;
pub use proxy::{
    RELATIONS, for_proxy_only, forbids, identity, is_family, proves, same_person, with_authority,
};
pub use run::{PartState, Standing, WholeState, next, stages, state_of};
