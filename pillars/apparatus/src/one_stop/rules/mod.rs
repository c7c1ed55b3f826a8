//! The rules of the one-stop, pure: states and lawful transitions, the promise, the process.

mod book;
mod deadline;
mod process;
mod state;

pub use book::Book;
pub use deadline::DeadlineRules;
pub use process::{Plan, PlannedStep};
pub use state::{Act, State};
