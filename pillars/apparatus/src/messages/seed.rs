//! What ships: the texts of the notices, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body, text message) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str, &str); 4] = [
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
    (
        "messages.complaint",
        "Người nộp phàn nàn về hồ sơ {{ code }}",
        "Người nộp phàn nàn về cách phục vụ ở hồ sơ {{ code }} ({{ procedure }}). Hãy xem xét và kết luận.",
        "",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all_with_sms(&app, "messages", &TEMPLATES).await
}
