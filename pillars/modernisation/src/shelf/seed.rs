//! The notice that ships with the shelf.

use platform::error::Result;
use platform::notices::ship_template_with_sms;
use platform::{Actor, App, Change};
use serde_json::json;

/// (code, subject, body, text message).
const ENDING: (&str, &str, &str, &str) = (
    "shelf.ending",
    "{{ paper }} sắp hết hạn dùng lại",
    "Kính gửi {{ name }}. {{ paper }}{% if number %} số {{ number }}{% endif %} trong kho giấy tờ của bạn ({{ agency }}) chỉ còn dùng được đến ngày {{ due }}. Nếu còn cần, xin làm lại giấy trước ngày đó.",
    "Giấy tờ trong kho của bạn sắp hết hạn: {{ due }}. Xem tại trang Giấy tờ của tôi.",
);

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let (code, subject, body, sms) = ENDING;
    if !ship_template_with_sms(&tx, code, subject, body, sms).await? {
        return Ok(());
    }
    tx.journal(Change::of("shelf", "notice_template", 0, "ship").after(json!({"added": [code]}))).await?;
    tx.commit().await
}
