//! Pure rules of simplification: the questionnaires and their branches, states of proposals, who still owes a plan.

pub mod plan;
pub mod proposal;
pub mod question;
pub mod signal;
