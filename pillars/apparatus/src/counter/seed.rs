//! The notices that ship.

use platform::error::Result;
use platform::notices::ship_template;
use platform::{Actor, App, Change};
use serde_json::json;

/// Name, title and text of each.
const TEMPLATES: [(&str, &str, &str); 2] = [
    (
        "counter.slot_free",
        "Có chỗ trống để đặt lịch hẹn",
        "Tại {{ office }} vừa có chỗ trống lúc {{ slot }}. Ai đặt trước được trước; hãy mở liên kết để đặt lịch.",
    ),
    (
        "counter.called_off",
        "Lịch hẹn của bạn bị hủy vì nơi tiếp nhận nghỉ",
        "Lịch hẹn {{ slot }} tại {{ office }} bị hủy vì hôm đó nơi này nghỉ{% if reason %} ({{ reason }}){% endif %}. \
         Xin lỗi bạn; hãy mở liên kết để chọn lúc khác.",
    ),
];

/// Puts the templates in place.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut added = false;
    for (template, title, text) in TEMPLATES {
        if ship_template(&tx, template, title, text).await? {
            let after = json!({"counter_template": template});
            let change = Change::of("counter", "notice_template", 0, "counter_template_add");
            tx.journal(change.after(after)).await?;
            added = true;
        }
    }
    if added { tx.commit().await } else { Ok(()) }
}
