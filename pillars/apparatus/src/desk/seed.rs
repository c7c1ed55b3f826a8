//! What ships: the text of the notice to who follows a dossier, version 1.

use platform::error::Result;
use platform::notices::ship_template;
use platform::{Actor, App, Change};
use serde_json::json;

/// Template of the notice to who follows a dossier.
pub(super) const FOLLOWED: &str = "desk.followed";

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let subject = "Hồ sơ {{ code }} bạn theo dõi có thay đổi";
    let body = "Hồ sơ {{ code }} ({{ procedure }}) bạn theo dõi nay ở trạng thái: {{ state }}.";
    if !ship_template(&tx, FOLLOWED, subject, body).await? {
        return Ok(());
    }
    let after = json!({"added": [FOLLOWED]});
    tx.journal(Change::of("desk", "notice_template", 0, "ship").after(after)).await?;
    tx.commit().await
}
