//! What ships with the post: the texts of its notices, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body, text message): no name, no reason and no link in a text message.
const TEMPLATES: [(&str, &str, &str, &str); 4] = [
    (
        "post.posted",
        "Kết quả hồ sơ {{ code }} đã gửi qua bưu chính",
        "Kính gửi {{ name }}. {{ agency }} đã giao kết quả hồ sơ {{ code }} ({{ procedure }}) cho bưu chính, số hiệu {{ number }}.",
        "Kết quả hồ sơ {{ code }} đã gửi qua bưu chính.",
    ),
    (
        "post.failed",
        "Bưu chính chưa phát được kết quả hồ sơ {{ code }}",
        "Kính gửi {{ name }}. Bưu gửi {{ number }} của hồ sơ {{ code }} chưa phát được: {{ reason }}. Bưu chính phát lại; xin liên hệ bưu cục hoặc {{ agency }}.",
        "Bưu chính chưa phát được kết quả hồ sơ {{ code }}. Xin liên hệ bưu cục.",
    ),
    (
        "post.came_back",
        "Kết quả hồ sơ {{ code }} đã chuyển hoàn về quầy",
        "Kính gửi {{ name }}. Bưu gửi {{ number }} của hồ sơ {{ code }} không phát được và đã chuyển hoàn: {{ reason }}. Xin mời nhận kết quả tại {{ agency }}.",
        "Kết quả hồ sơ {{ code }} đã chuyển hoàn. Xin mời nhận tại nơi đã nộp hồ sơ.",
    ),
    (
        "post.cancelled",
        "Kết quả hồ sơ {{ code }} không gửi qua bưu chính",
        "Kính gửi {{ name }}. Kết quả hồ sơ {{ code }} không gửi qua bưu chính: {{ reason }}. Xin mời nhận kết quả tại {{ agency }}.",
        "",
    ),
];

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all_with_sms(&app, "post", &TEMPLATES).await
}
