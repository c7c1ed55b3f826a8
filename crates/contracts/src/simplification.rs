//! Review and simplification (rà soát, đơn giản hóa) as other slices see them.

use platform::events::Event;
use serde::{Deserialize, Serialize};

/// A review plan, a review of it or a proposal carried out changed: the figures of that day stand differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewChanged {
    /// Agency whose it is.
    pub agency_id: i64,
    /// First day of the plan's year, or the day a proposal was carried out, ISO.
    pub counted_on: String,
}

impl Event for ReviewChanged {
    const TOPIC: &'static str = "simplification.reviewed";
}
