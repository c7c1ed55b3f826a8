//! What ships: the texts of the notices, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 5] = [
    (
        "final_review.assigned",
        "Được giao soạn chương: {{ about }}",
        "{{ review }}: cơ quan bạn soạn chương “{{ about }}”, gửi trước hết ngày {{ due }}.",
    ),
    (
        "final_review.chapter_sent",
        "Đã gửi chương: {{ about }}",
        "{{ review }}: chương “{{ about }}” đã gửi và chờ bạn nhận.",
    ),
    (
        "final_review.chapter_returned",
        "Chương được trả lại: {{ about }}",
        "{{ review }}: chương “{{ about }}” được trả lại. Lý do: {{ reason }}. Hãy sửa và gửi lại trước hết ngày {{ due }}.",
    ),
    (
        "final_review.submitted",
        "{{ review }} chờ phê duyệt",
        "{{ review }} đã đủ chương, số liệu và nguyên nhân; đang chờ bạn phê duyệt.",
    ),
    ("final_review.returned", "{{ review }} được trả lại", "{{ review }} được trả lại. Lý do: {{ reason }}."),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all(&app, "final_review", &TEMPLATES).await
}
