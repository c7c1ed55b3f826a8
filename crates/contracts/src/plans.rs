//! Plans of the reform (kế hoạch cải cách hành chính) as other slices see them.

use async_trait::async_trait;
use kernel::Day;
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};

/// A task of a plan in force changed: it was approved, amended, done, stopped or carried over; the figures of the day it was due
/// stand differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChanged {
    /// Agency whose plan it is.
    pub agency_id: i64,
    /// Last day of a task, ISO.
    pub counted_on: String,
}

impl Event for PlanChanged {
    const TOPIC: &'static str = "plans.changed";
}

/// What became of the tasks of an agency's plans in force of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanYear {
    /// Agency whose plans they are.
    pub agency_id: i64,
    /// All of them.
    pub tasks: i64,
    /// Done by their last day.
    pub done: i64,
    /// Done after it.
    pub done_late: i64,
    /// Their last day is over and they are not done.
    pub overdue: i64,
    /// Given up with a reason.
    pub dropped: i64,
    /// Carried into a later plan.
    pub carried: i64,
    /// Money planned for them, đồng.
    pub money: i64,
    /// Address of the list of them.
    pub href: String,
}

/// Port of the slice `plans`: results of plans in force.
#[async_trait]
pub trait PlanResults: Send + Sync {
    /// By agency, as tasks of a year stand on a day.
    async fn of_year(&self, app: &App, year: i32, on: Day) -> Result<Vec<PlanYear>>;
}
