//! What the post keeps about the person of an account: consignments of their dossiers, which stay as the city's records.

use super::store;
use platform::App;
use platform::erasure::{Erasure, Fate, Share};
use platform::error::Result;
use serde_json::{Value as Json, json};

/// What goes when the account is erased: the link to it. Where the city sent a result is the dossier's record.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| Box::pin(async move { told(&app, account).await }),
    run: |tx, account| Box::pin(store::unlink_account(tx, account)),
};

async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let items = store::of_account(&app.store, account).await?.len();
    let count = i64::try_from(items).unwrap_or(i64::MAX);
    let fate = Fate::Kept { why: "post-erasure-why", until: None };
    Ok(vec![Share { what: "post-erasure-items", count, fate }])
}

/// All consignments of the account's dossiers.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let items = store::of_account(&app.store, account).await?;
    let told = items.into_iter().map(|item| {
        json!({
            "dossier": item.dossier_code, "name": item.name, "address": item.address, "phone": item.phone,
            "email": item.email, "number": item.number, "state": item.state, "posted_on": item.posted_on, "ended_on": item.ended_on,
            "dong": item.fee,
        })
    });
    Ok(json!({ "post": told.collect::<Vec<_>>() }))
}
