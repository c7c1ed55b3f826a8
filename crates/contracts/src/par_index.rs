//! The index of reform (chỉ số cải cách hành chính) as other slices see it.

use platform::events::Event;
use serde::{Deserialize, Serialize};

/// An agency's index of a year was published: the figures of that year stand differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParIndexPublished {
    /// Agency whose it is.
    pub agency_id: i64,
    /// Last day of the year it is about, ISO.
    pub counted_on: String,
}

impl Event for ParIndexPublished {
    const TOPIC: &'static str = "par_index.published";
}
