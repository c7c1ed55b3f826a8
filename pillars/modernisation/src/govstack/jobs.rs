//! The nightly removal of documents that no application has named for as long as drafts are kept.

use super::store;
use platform::jobs::Job;
use platform::store::Actor;
use platform::{App, Change, Result};
use serde_json::json;

/// Days, where no rule says.
const DAYS: i64 = 365;

/// Removes them.
pub const TIDY: Job = Job {
    name: "govstack.tidy",
    schedule: Some("50 2 * * *"),
    run: |app, _| Box::pin(async move { tidy(&app).await }),
};

async fn tidy(app: &App) -> Result<()> {
    let now = app.clock.now();
    let days = app.profiles().get_or("privacy.keep_drafts_days", now.day(), DAYS)?.max(0);
    let tx = app.store.write(&Actor::system()).await?;
    for document in store::waiting_since(&tx, now.plus_minutes(-days * 24 * 60)).await? {
        if store::forget(&tx, document.id).await? {
            let change = Change::of("govstack", "document", document.id, "document_expire");
            tx.journal(change.after(json!({"keep_days": days}))).await?;
        }
    }
    tx.commit().await
}
