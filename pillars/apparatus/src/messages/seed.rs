//! What ships: the texts of the notices, version 1.

use platform::error::Result;
use platform::notices::ship_template_with_sms;
use platform::{Actor, App, Change};
use serde_json::json;

/// (code, subject, body, text message) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str, &str); 3] = [
    (
        "messages.to_applicant",
        "Có tin về hồ sơ {{ code }}",
        "Kính gửi {{ name }}. {{ agency }} vừa nhắn về hồ sơ {{ code }} ({{ procedure }}). Mở trang trao đổi để đọc và trả lời.",
        "{{ agency }} vừa nhắn về hồ sơ {{ code }}. Mở trang theo dõi hồ sơ để đọc.",
    ),
    (
        "messages.correction",
        "Hồ sơ {{ code }} có chỗ cần sửa",
        "Kính gửi {{ name }}. {{ agency }} đề nghị sửa một số chỗ trong hồ sơ {{ code }} ({{ procedure }}), xin trả lời trước hết ngày {{ due }}. Thời hạn giải quyết vẫn chạy.",
        "Hồ sơ {{ code }} có chỗ cần sửa, hạn {{ due }}. Mở trang theo dõi hồ sơ để xem.",
    ),
    (
        "messages.to_staff",
        "Người nộp nhắn về hồ sơ {{ code }}",
        "Người nộp vừa nhắn về hồ sơ {{ code }} ({{ procedure }}). Hãy đọc và trả lời.",
        "",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut added = Vec::new();
    for (code, subject, body, sms) in TEMPLATES {
        if ship_template_with_sms(&tx, code, subject, body, sms).await? {
            added.push(code);
        }
    }
    if added.is_empty() {
        return Ok(());
    }
    tx.journal(Change::of("messages", "notice_template", 0, "ship").after(json!({"added": added}))).await?;
    tx.commit().await
}
