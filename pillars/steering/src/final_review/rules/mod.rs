//! Rules of a review, pure: whether a target was met, states of the review, its chapters and award proposals, what is lacking before
//! it is sent, what its figures hash to.

mod freeze;
mod state;
mod verdict;

pub use freeze::{Frozen, canonical};
pub use state::{AwardState, ChapterState, Kind, Lacking, State};
pub use verdict::{Carried, Judged, Verdict, judge, judge_tasks};
