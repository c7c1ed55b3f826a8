//! What conversations keep by account: all that was written on its dossiers, which stays with them when the account goes.

use super::store;
use platform::App;
use platform::erasure::{Erasure, Fate, Share};
use platform::error::Result;
use platform::own_data::at;
use serde_json::{Value as Json, json};

/// The conversations on an account's dossiers.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let written = store::of_account(&app.store, account).await?;
    let told: Vec<Json> = written
        .iter()
        .map(|m| json!({"dossier": m.code, "from": m.side, "at": at(m.sent_at), "text": m.body}))
        .collect();
    Ok(json!({ "messages": told }))
}

/// The share of conversations in an erasure: they are part of the dossier.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| {
        Box::pin(async move {
            let count = store::count_of_account(&app.store, account).await?;
            let fate = Fate::Kept { why: "messages-erasure-why", until: None };
            Ok(vec![Share { what: "messages-erasure-written", count, fate }])
        })
    },
    run: |tx, account| Box::pin(store::forget_account(tx, account)),
};
