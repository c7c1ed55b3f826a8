//! What the desk's tools keep by account: the dossiers that it follows, which are forgotten with it.

use super::store::{self, Followed};
use platform::App;
use platform::erasure::{Erasure, Share};
use platform::error::Result;
use platform::http::Query;
use platform::own_data::at;
use serde_json::{Value as Json, json};

/// The dossiers that an account follows.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let rows: Vec<Followed> = store::followed(account).all(&app.store, &Query::default()).await?;
    let told: Vec<Json> =
        rows.iter().map(|row| json!({"dossier": row.code, "since": at(row.since_at)})).collect();
    Ok(json!({ "followed": told }))
}

/// The share of an erasure.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| {
        Box::pin(async move {
            let count = store::count_followed(&app.store, account).await?;
            Ok(vec![Share::goes("desk-erasure-followed", count)])
        })
    },
    run: |tx, account| Box::pin(store::forget_account(tx, account)),
};
