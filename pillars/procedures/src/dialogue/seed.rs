//! What ships with dialogues: the texts of their notices, version 1.

use platform::error::Result;
use platform::notices::ship_template;
use platform::{Actor, App, Change};
use serde_json::json;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 3] = [
    (
        "dialogue.answered",
        "Đã có trả lời câu hỏi đối thoại",
        "Kính gửi {{ asker }}. {{ agency }} trả lời câu hỏi của quý vị tại hội nghị “{{ theme }}”: {{ answer }}{% if late_after %} Câu hỏi này có hạn trả lời {{ late_after }}; xin lỗi quý vị vì trả lời muộn.{% endif %}",
    ),
    (
        "dialogue.moved",
        "Hội nghị đối thoại đổi ngày, địa điểm",
        "Kính gửi {{ asker }}. {{ agency }} tổ chức hội nghị “{{ theme }}” ngày {{ day }}, tại {{ place }}.{% if why %} Lý do đổi: {{ why }}{% endif %} Câu hỏi của quý vị được giữ nguyên và trả lời theo ngày mới.",
    ),
    (
        "dialogue.cancelled",
        "Hội nghị đối thoại không tổ chức",
        "Kính gửi {{ asker }}. {{ agency }} không tổ chức hội nghị “{{ theme }}” ngày {{ day }}. Lý do: {{ why }} Quý vị có thể gửi nội dung đã hỏi thành phản ánh, kiến nghị để được trả lời.",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut added = Vec::new();
    for (code, subject, body) in TEMPLATES {
        if ship_template(&tx, code, subject, body).await? {
            added.push(code);
        }
    }
    if added.is_empty() {
        return Ok(());
    }
    let change = Change::of("dialogue", "notice_template", 0, "dialogue_templates");
    tx.journal(change.after(json!({"dialogue_templates": added}))).await?;
    tx.commit().await
}
