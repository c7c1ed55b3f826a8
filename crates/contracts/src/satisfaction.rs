//! Satisfaction (sự hài lòng) as other slices see it.

use async_trait::async_trait;
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};

/// Port of the slice `satisfaction`: where a returned dossier is rated.
#[async_trait]
pub trait Ratings: Send + Sync {
    /// Path of the rating page of a returned dossier, while it waits for its answer; `None` before the return or after the answer.
    async fn link(&self, app: &App, dossier_id: i64) -> Result<Option<String>>;
}

/// A rating of an agency was given: its satisfaction in that month stands differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingGiven {
    /// Agency rated.
    pub agency_id: i64,
    /// Day of the answer, ISO.
    pub answered_on: String,
}

impl Event for RatingGiven {
    const TOPIC: &'static str = "satisfaction.rated";
}
