//! The demo city's briefs: this week's of some agencies, composed by the job itself once all figures stand; the others follow at
//! the job's own hour. No week before is told, since none was measured.

use super::jobs::COMPOSE;
use platform::App;
use platform::error::Result;
use serde_json::json;

/// Whose brief is there from the beginning.
const FIRST: [&str; 4] = ["ubnd-tp-can-tho", "so-noi-vu", "quan-ninh-kieu", "quan-binh-thuy"];

/// Queues the job for now.
pub(super) async fn build(app: App) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.enqueue(COMPOSE, &json!({"now": true, "only": FIRST}), Some("demo")).await?;
    tx.commit().await
}
