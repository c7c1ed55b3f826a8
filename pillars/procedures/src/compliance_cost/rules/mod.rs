//! Pure rules of compliance cost: the sums, what is typed, the states of a study, the years.

pub mod cost;
pub mod state;
pub mod trend;
pub mod typed;
