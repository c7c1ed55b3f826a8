//! Communication of the reform (truyền thông cải cách hành chính) as other slices see it.

use platform::events::Event;
use serde::{Deserialize, Serialize};

/// What was planned or done for a day changed: a plan of communication came in force, a piece was verified or given back; the
/// figures of that day stand differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignsChanged {
    /// Agency whose plan it is.
    pub agency_id: i64,
    /// Last day of a planned quarter, or the day a piece appeared, ISO.
    pub counted_on: String,
}

impl Event for CampaignsChanged {
    const TOPIC: &'static str = "campaigns.changed";
}
