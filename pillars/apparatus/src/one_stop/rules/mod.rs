//! The rules of the one-stop, pure: states and lawful transitions, the promise, the process.

mod apology;
mod book;
mod closing;
mod deadline;
mod forecast;
mod grounds;
mod late;
mod lookup;
mod process;
mod reason;
mod state;
mod task;
mod why;

pub use apology::late_letter;
pub use book::Book;
pub use closing::{Closing, Entry, Since, is_printed, since};
pub use deadline::DeadlineRules;
pub use forecast::{Ahead, Course};
pub use grounds::{Ground, Grounds};
pub use late::{Cause, PutOff, Question, Story, Worked, causes};
pub use lookup::Lookup;
pub use process::{Clock, Plan, PlannedStep, flow_pause, flow_step, wait_over};
pub use reason::ReasonOf;
pub use state::{Act, State};
pub use task::{Involved, Reader, has_task};
pub use why::{explain, ground_of};
