//! Compliance cost (chi phí tuân thủ) as other slices see it.

use async_trait::async_trait;
use kernel::Dong;
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};

/// What complying with a procedure costs in a year, by a study that a second person accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudiedCost {
    /// Cost of a year now.
    pub now: Dong,
    /// Cost of a year after the change, where an accepted study of that stands too.
    pub after: Option<Dong>,
    /// The page with both.
    pub href: String,
}

/// Port of the slice `compliance_cost`.
#[async_trait]
pub trait ComplianceCosts: Send + Sync {
    /// The newest accepted study of a procedure, with what it costs after the change: the agency's own, else that of the
    /// nearest agency above it, never another's.
    async fn of(&self, app: &App, procedure: &str, agency: i64) -> Result<Option<StudiedCost>>;
}

/// A study was accepted: the cost of its year stands differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostAccepted {
    /// Agency that made the study.
    pub agency_id: i64,
    /// First day of the year it counts for, ISO.
    pub year_on: String,
}

impl Event for CostAccepted {
    const TOPIC: &'static str = "compliance_cost.accepted";
}
