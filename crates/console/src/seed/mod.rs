//! What ships with the product: roles with their permissions, legal profiles, the notices' calendar days. Idempotent.

mod calendar;
mod profiles;

use platform::app::mark_changed;
use platform::error::Result;
use platform::notices::ship_template;
use platform::{Actor, App};

/// (code, subject, body) in Vietnamese; an administrator may write newer versions. The link follows the body.
const TEMPLATES: [(&str, &str, &str); 3] = [
    (
        crate::pages::recovery::ASKED,
        "Yêu cầu cần bạn đồng ý: {{ act }}, {{ name }}",
        "{{ asker }} đề nghị cho tài khoản của {{ name }}: {{ act }}. Cần một quản trị thứ hai đồng ý trước {{ until }}. Hãy tự hỏi lại người đó trước khi duyệt.",
    ),
    (
        crate::pages::requests::DONE,
        "Quản trị vừa đổi quyền của tài khoản bạn",
        "Kính gửi {{ name }}. {{ act }}: {{ asker }} đề nghị, {{ approver }} đồng ý. Nếu không phải bạn yêu cầu, hãy báo ngay cho quản trị của cơ quan.",
    ),
    (
        crate::pages::requests::GIVEN,
        "Yêu cầu của bạn đã được thực hiện: {{ act }}, {{ name }}",
        "{{ approver }} đã đồng ý và việc đã được thực hiện cho tài khoản của {{ name }}: {{ act }}. Nếu bạn không đề nghị việc này, hãy đổi mật khẩu và báo ngay.",
    ),
];

/// Puts in place what is missing or what an older program put there; what an administrator changed stays.
pub(crate) async fn run(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    crate::store::roles::ship(&tx, app.slices).await?;
    for (code, subject, body) in TEMPLATES {
        ship_template(&tx, code, subject, body).await?;
    }
    let rules = profiles::ship(&tx, &profiles::read()?).await?;
    let days = calendar::ship(&tx, &calendar::read()?).await?;
    if rules + days > 0 {
        mark_changed(&tx).await?;
    }
    tx.commit().await?;
    app.refresh().await
}
