//! Plans of the reform (kế hoạch cải cách hành chính) as other slices see them.

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
