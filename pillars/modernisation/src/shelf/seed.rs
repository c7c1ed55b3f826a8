//! The notice that ships with the shelf.

use platform::App;
use platform::error::Result;
use platform::notices;

/// (code, subject, body, text message).
const ENDING: (&str, &str, &str, &str) = (
    "shelf.ending",
    "{{ paper }} sắp hết hạn dùng lại",
    "Kính gửi {{ name }}. {{ paper }}{% if number %} số {{ number }}{% endif %} trong kho giấy tờ của bạn ({{ agency }}) chỉ còn dùng được đến ngày {{ due }}. Nếu còn cần, xin làm lại giấy trước ngày đó.",
    "Giấy tờ trong kho của bạn sắp hết hạn: {{ due }}. Xem tại trang Giấy tờ của tôi.",
);

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    notices::ship_all_with_sms(&app, "shelf", &[ENDING]).await
}
