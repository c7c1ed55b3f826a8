//! Satisfaction (sự hài lòng) as other slices see it.

use async_trait::async_trait;
use platform::App;
use platform::error::Result;

/// Port of the slice `satisfaction`: where a returned dossier is rated.
#[async_trait]
pub trait Ratings: Send + Sync {
    /// Path of the rating page of a returned dossier, while it waits for its answer; `None` before the return or after the answer.
    async fn link(&self, app: &App, dossier_id: i64) -> Result<Option<String>>;
}
