//! The notices that ship.

use platform::error::Result;
use platform::notices::ship_template;
use platform::{Actor, App, Change};
use serde_json::json;

/// Puts the template in place that tells of a free slot.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let added = ship_template(
        &tx,
        "counter.slot_free",
        "Có chỗ trống để đặt lịch hẹn",
        "Tại {{ office }} vừa có chỗ trống lúc {{ slot }}. Ai đặt trước được trước; hãy mở liên kết để đặt lịch.",
    )
    .await?;
    if !added {
        return Ok(());
    }
    let after = json!({"counter_template": "counter.slot_free"});
    tx.journal(Change::of("counter", "notice_template", 0, "counter_template_add").after(after)).await?;
    tx.commit().await
}
