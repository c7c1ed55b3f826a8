//! What ships: the template of the reports, from the outline of today's practice, and the texts of the notices.

use super::acts::TEMPLATE;
use super::dated;
use super::store::templates;
use kernel::Day;
use platform::error::{Error, Result};
use platform::{Actor, App, Change, notices};
use serde_json::json;

/// Sections and rows; `templates/` holds them as the page shows them.
pub const OUTLINE: &str = include_str!("templates/bao-cao-cchc.yaml");

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const NOTICES: [(&str, &str, &str); 6] = [
    (
        "reports.due",
        "Báo cáo cải cách hành chính {{ period }} đến hạn ngày {{ due }}",
        "{{ agency }} chưa gửi báo cáo cải cách hành chính {{ period }}, hạn gửi ngày {{ due }} (còn {{ days }} ngày).",
    ),
    (
        "reports.to_sign",
        "Báo cáo chờ ký: {{ report }}",
        "{{ report }} đã lập xong, số liệu đã chốt và chờ bạn ký gửi trước hết ngày {{ due }}.",
    ),
    (
        "reports.sent",
        "{{ agency }} gửi báo cáo cải cách hành chính",
        "{{ report }} đã được ký và gửi, chờ bạn xem xét, tiếp nhận hoặc trả lại.",
    ),
    (
        "reports.returned",
        "Báo cáo được trả lại để sửa: {{ report }}",
        "{{ report }} được trả lại. Lý do: {{ reason }}. Hãy xem lý do từng dòng, sửa và trình lại.",
    ),
    (
        "reports.accepted",
        "Báo cáo đã được tiếp nhận: {{ report }}",
        "{{ report }} đã được tiếp nhận và khóa số liệu.",
    ),
    (
        "reports.asked",
        "Yêu cầu báo cáo đột xuất: {{ title }}",
        "{{ agency }} yêu cầu báo cáo “{{ title }}”, hạn gửi ngày {{ due }}.",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut added = notices::ship_templates(&tx, "reports", &NOTICES).await?;
    let today = app.clock.now().day();
    let code = dated::template_code(&app, today)?;
    let known = templates::all(&tx).await?;
    let from = match known.iter().find(|t| t.code == code) {
        None => Some(Day::ymd(2011, 1, 1).ok_or_else(|| Error::fault("report template", "2011-01-01"))?),
        // A newer outline follows the one that shipped before; what the city wrote itself stays in force.
        Some(newest) => (newest.author_name.is_empty() && newest.body != OUTLINE).then_some(today),
    };
    if let Some(from) = from {
        let name = "Báo cáo cải cách hành chính định kỳ";
        let id = templates::add(&tx, &code, name, OUTLINE, "").await?;
        templates::publish(&tx, id, from, "").await?;
        let after = json!({"report_template": name, "report_valid_from": from.to_string()});
        tx.journal_first(Change::of("reports", TEMPLATE, id, "ship").after(after)).await?;
        added.push("template");
    }
    if added.is_empty() {
        return Ok(());
    }
    tx.commit().await
}
