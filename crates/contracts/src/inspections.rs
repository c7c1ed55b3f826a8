//! Inspections of the reform (kiểm tra cải cách hành chính) as other slices see them.

use platform::events::Event;
use serde::{Deserialize, Serialize};

/// A unit was inspected, or a finding was made, handled, put off or carried over: the figures of the day it counts for stand
/// differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionChanged {
    /// Agency whose figures they are: who inspects, or who has to put right.
    pub agency_id: i64,
    /// The day it counts for, ISO.
    pub counted_on: String,
}

impl Event for InspectionChanged {
    const TOPIC: &'static str = "inspections.changed";
}
