//! What a plan is and may become, without database or clock: states, terms, progress, carrying over, differences, calendars.

mod carry;
mod diff;
mod feed;
mod gantt;
mod progress;
mod sheet;
mod state;
mod task;
mod term;

pub use carry::{carried, may_carry};
pub use diff::{Difference, Field, differences};
pub use feed::{Event, calendar};
pub use gantt::{Frame, frame, place};
pub use progress::{Facts, Standing, Tally, days_late, is_stale, may_tell, reached, standing, tally};
pub use sheet::{HEADS, Read, from_csv, read, source_word};
pub use state::State;
pub use task::{HELPERS, SOURCES, TaskWords, Typed};
pub use term::{ApproverRule, DueRule, PlanStanding, Span, approver, plan_standing};
