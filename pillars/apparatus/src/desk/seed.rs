//! What ships: the text of the notice to who follows a dossier, version 1.

use platform::App;
use platform::error::Result;
use platform::notices;

/// Template of the notice to who follows a dossier.
pub(super) const FOLLOWED: &str = "desk.followed";

/// Adds what is missing; running it again changes nothing.
pub(super) async fn seed(app: App) -> Result<()> {
    let subject = "Hồ sơ {{ code }} bạn theo dõi có thay đổi";
    let body = "Hồ sơ {{ code }} ({{ procedure }}) bạn theo dõi nay ở trạng thái: {{ state }}.";
    notices::ship_all(&app, "desk", &[(FOLLOWED, subject, body)]).await
}
