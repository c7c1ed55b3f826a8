//! The rules of the one-stop, pure: states and lawful transitions, the promise, the process.

mod book;
mod deadline;
mod grounds;
mod lookup;
mod process;
mod state;
mod task;
mod why;

pub use book::Book;
pub use deadline::DeadlineRules;
pub use grounds::{Ground, Grounds};
pub use lookup::Lookup;
pub use process::{Clock, Plan, PlannedStep, flow_pause, flow_step, wait_over};
pub use state::{Act, State};
pub use task::{Involved, Reader, has_task};
pub use why::{explain, ground_of};
