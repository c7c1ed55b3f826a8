//! What ships: the programme, and the texts of the notices on definitions, version 1.

use super::import;
use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 3] = [
    (
        "programme.definition_submitted",
        "Định nghĩa chỉ tiêu chờ thẩm định: {{ measure }}",
        "Bản {{ version }} của định nghĩa chỉ tiêu “{{ measure }}” chờ bạn thẩm định, dự kiến áp dụng từ {{ from }}. Lý do thay đổi: {{ reason }}",
    ),
    (
        "programme.definition_returned",
        "Định nghĩa chỉ tiêu được trả lại: {{ measure }}",
        "Bản {{ version }} của định nghĩa chỉ tiêu “{{ measure }}” được trả lại để sửa: {{ remark }}",
    ),
    (
        "programme.definition_approved",
        "Định nghĩa chỉ tiêu được duyệt: {{ measure }}",
        "Bản {{ version }} của định nghĩa chỉ tiêu “{{ measure }}” đã được duyệt, áp dụng từ {{ from }}.",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all(&app, "programme", &TEMPLATES).await?;
    import::seed(app).await
}
