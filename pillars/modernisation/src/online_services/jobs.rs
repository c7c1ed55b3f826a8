//! The nightly removal of drafts that nobody has changed for longer than the rules keep them.

use super::store;
use platform::jobs::Job;
use platform::store::Actor;
use platform::{App, Change, Result};
use serde_json::json;

/// Days, where no rule says.
const DAYS: i64 = 365;

/// Removes them.
pub const TIDY: Job = Job {
    name: "online_services.tidy",
    schedule: Some("40 2 * * *"),
    run: |app, _| Box::pin(async move { tidy(&app).await }),
};

async fn tidy(app: &App) -> Result<()> {
    let now = app.clock.now();
    let days = app.profiles().get_or("privacy.keep_drafts_days", now.day(), DAYS)?.max(0);
    let tx = app.store.write(&Actor::system()).await?;
    for id in store::abandoned(&tx, now.plus_minutes(-days * 24 * 60)).await? {
        if store::delete(&tx, id).await? {
            let after = json!({"keep_days": days});
            tx.journal(Change::of("online_services", "draft", id, "draft_expire").after(after)).await?;
        }
    }
    tx.commit().await
}
