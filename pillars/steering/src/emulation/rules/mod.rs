//! Rules of emulation, pure: points, criteria and how they are scored, classes with their floors and quotas, the council's vote,
//! states of a round and of an entry.

mod class;
mod criteria;
mod points;
mod state;
mod vote;

pub use class::{Class, Quota, Ranked, Scored, highest, over_quota, rank};
pub use criteria::{Criterion, Line, Source, Sum, share, sum};
pub use points::Points;
pub use state::{EntryState, RoundState};
pub use vote::{Majority, outcome};
