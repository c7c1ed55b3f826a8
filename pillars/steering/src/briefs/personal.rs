//! What briefs keep by account: that it declined them, which goes with it.

use super::store;
use platform::App;
use platform::erasure::{Erasure, Share};
use platform::error::Result;
use serde_json::{Value as Json, json};

/// Whether an account declined.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    Ok(json!({ "weekly_brief_declined": store::declined(&app.store, account).await? }))
}

/// The share of an erasure.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| {
        Box::pin(async move {
            let count = i64::from(store::declined(&app.store, account).await?);
            Ok(vec![Share::goes("briefs-erasure-choice", count)])
        })
    },
    run: |tx, account| Box::pin(store::forget(tx, account)),
};
