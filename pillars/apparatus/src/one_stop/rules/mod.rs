//! The rules of the one-stop, pure: states and lawful transitions, the promise, the process.

mod deadline;
mod process;
mod state;

pub use deadline::DeadlineRules;
pub use process::{Plan, PlannedStep};
pub use state::{Act, State};
