//! What ships with petitions: the texts of its notices, version 1.

use platform::error::Result;
use platform::notices::ship_template;
use platform::{Actor, App, Change};
use serde_json::json;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 5] = [
    (
        "petitions.step",
        "Phản ánh, kiến nghị {{ code }}: {{ step }}",
        "Kính gửi {{ name }}. Phản ánh, kiến nghị {{ code }}: {{ step }}. Cơ quan đang xử lý: {{ agency }}.{% if due %} Hạn xử lý: {{ due }}.{% endif %}{% if note %} {{ note }}{% endif %}",
    ),
    (
        "petitions.answered",
        "Đã có trả lời phản ánh, kiến nghị {{ code }}",
        "Kính gửi {{ name }}. {{ agency }} đã trả lời phản ánh, kiến nghị {{ code }}: {{ note }} Xin cho biết bạn có hài lòng với trả lời này không.",
    ),
    (
        "petitions.arrived",
        "Phản ánh, kiến nghị {{ code }} được chuyển đến",
        "{{ from }} chuyển đến {{ agency }} phản ánh, kiến nghị {{ code }}. Hạn xử lý: {{ due }}.",
    ),
    (
        "petitions.late",
        "Phản ánh, kiến nghị {{ code }} đã quá hạn",
        "Phản ánh, kiến nghị {{ code }} ở {{ agency }} có hạn xử lý {{ due }} mà chưa xong, đã quá {{ days }} ngày làm việc.",
    ),
    (
        "petitions.chase",
        "Đôn đốc phiếu lấy ý kiến: {{ title }}",
        "Phiếu lấy ý kiến “{{ title }}” hết hạn trả lời ngày {{ due }}, còn {{ count }} nơi chưa trả lời: {{ names }}. Đề nghị liên hệ và ghi trả lời nhận được.",
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
    let change = Change::of("petitions", "notice_template", 0, "petition_templates");
    tx.journal(change.after(json!({"petition_templates": added}))).await?;
    tx.commit().await
}
