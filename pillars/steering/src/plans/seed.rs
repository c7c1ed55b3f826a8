//! What ships: the texts of the notices, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 6] = [
    (
        "plans.submitted",
        "{{ agency }} trình kế hoạch cải cách hành chính",
        "{{ plan }} đã được trình và chờ bạn xem xét, đề nghị trả lời trước hết ngày {{ due }}.",
    ),
    (
        "plans.returned",
        "Kế hoạch cải cách hành chính được trả lại để sửa",
        "{{ plan }} được trả lại. Lý do: {{ reason }}. Hãy trả lời các ý kiến, sửa và trình lại.",
    ),
    (
        "plans.approved",
        "Kế hoạch cải cách hành chính đã được phê duyệt",
        "{{ plan }} đã được phê duyệt và có hiệu lực. Từ nay hãy báo tiến độ từng nhiệm vụ.",
    ),
    (
        "plans.copied",
        "Bản sao kế hoạch cải cách hành chính của {{ agency }}",
        "{{ plan }} đã được phê duyệt; một bản được gửi tới cơ quan bạn để theo dõi, tổng hợp.",
    ),
    (
        "plans.owed",
        "Chưa trình kế hoạch cải cách hành chính {{ span }}năm {{ year }}, hạn {{ due }}",
        "{{ agency }} chưa trình kế hoạch cải cách hành chính {{ span }}năm {{ year }}. Hạn trình {{ due }}. Hãy lập và trình kế hoạch.",
    ),
    (
        "plans.task_due",
        "Nhiệm vụ đến hạn ngày {{ due }}: {{ task }}",
        "Nhiệm vụ “{{ task }}” trong {{ plan }} đến hạn ngày {{ due }}, hiện đạt {{ percent }} %. Hãy báo tiến độ.",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all(&app, "plans", &TEMPLATES).await
}
