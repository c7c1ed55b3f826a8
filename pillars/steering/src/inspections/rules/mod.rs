//! What inspections are and may become, without database or clock: plans and their pool, risk, the draw, states of inspections
//! and findings, words of a checklist.

mod checklist;
mod draw;
mod finding;
mod plan;
mod risk;
mod state;
mod team;

pub use checklist::{Answer, Question, questions, written};
pub use draw::{draw, order};
pub use finding::{FindingState, Severity, Standing, standing};
pub use plan::{PlanState, Way, pool, wanted};
pub use risk::{Part, RiskRule, judged, risk};
pub use state::{Facts, State};
pub use team::may_join;
