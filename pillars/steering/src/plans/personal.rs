//! What plans keep by account: the secret addresses of calendar feeds, which go with it. Plans themselves are the agency's.

use super::store::feeds;
use platform::App;
use platform::erasure::{Erasure, Share};
use platform::error::Result;
use platform::own_data::at;
use serde_json::{Value as Json, json};

/// The feeds of an account; their keys are kept as hashes only and cannot be told.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let rows = feeds::of_account(&app.store, account).await?;
    let told: Vec<Json> = rows
        .iter()
        .map(|feed| json!({"made": at(feed.made_at), "revoked": feed.revoked_at.map(at)}))
        .collect();
    Ok(json!({ "calendar_feeds": told }))
}

/// The share of an erasure.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| {
        Box::pin(async move {
            let count = feeds::of_account(&app.store, account).await?.len();
            Ok(vec![Share::goes("plans-erasure-feeds", i64::try_from(count).unwrap_or(i64::MAX))])
        })
    },
    run: |tx, account| Box::pin(feeds::forget_account(tx, account)),
};
