//! What ships with the portal: the texts of its notices and of the ground floor's alerts, version 1.

use super::pages::{recover, sign_up};
use platform::error::Result;
use platform::notices::ship_template;
use platform::{Actor, App, alerts, erasure};

/// (code, subject, body) in Vietnamese; an administrator may write newer versions. The link follows the body.
const TEMPLATES: [(&str, &str, &str); 2] = [
    (
        recover::MAIL,
        "Đặt lại mật khẩu",
        "Kính gửi {{ name }}. Mở liên kết dưới đây để đặt mật khẩu mới. Liên kết chỉ dùng được một lần và sớm hết hạn. Nếu bạn không yêu cầu, hãy bỏ qua thư này.",
    ),
    (
        sign_up::AGAIN,
        "Có người đăng ký bằng số giấy tờ của bạn",
        "Kính gửi {{ name }}. Có người vừa đăng ký tài khoản bằng số giấy tờ mà bạn đã có tài khoản; không có gì thay đổi. Nếu đó là bạn và bạn quên mật khẩu, hãy đặt lại ở trang dưới đây.",
    ),
];

/// Ships the templates; idempotent.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    for (code, subject, body) in TEMPLATES.into_iter().chain(alerts::TEMPLATES).chain(erasure::TEMPLATES) {
        ship_template(&tx, code, subject, body).await?;
    }
    tx.commit().await
}
