//! What ships: the texts of the notices, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 3] = [
    (
        "targets.assigned",
        "Bạn được giao phụ trách chỉ tiêu: {{ measure }}",
        "Bạn được giao phụ trách chỉ tiêu “{{ measure }}” của {{ agency }}. Mỗi tháng hãy báo tình hình một lần.",
    ),
    (
        "targets.checkin_due",
        "Chưa báo tình hình tháng {{ month }}: {{ measure }}",
        "Chỉ tiêu “{{ measure }}” của {{ agency }} chưa có báo cáo tình hình tháng {{ month }}. Hãy ghi vài dòng và mức tin cậy.",
    ),
    (
        "targets.turned",
        "{{ measure }}: {{ now }}",
        "Chỉ tiêu “{{ measure }}” của {{ agency }}, kỳ {{ period }}: từ “{{ was }}” sang “{{ now }}”, giá trị đo được {{ value }}.",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all(&app, "targets", &TEMPLATES).await
}
