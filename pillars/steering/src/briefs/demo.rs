//! The demo city's briefs: this week's, composed by the job itself once all figures stand.

use super::jobs::COMPOSE;
use platform::App;
use platform::error::Result;
use serde_json::json;

/// Queues the job for now.
pub(super) async fn build(app: App) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.enqueue(COMPOSE, &json!({"now": true}), Some("demo")).await?;
    tx.commit().await
}
