//! What the index keeps by account: the criteria somebody was given. Scores and verdicts are the agencies' and stay.

use super::store::assignments;
use platform::App;
use platform::erasure::{Erasure, Share};
use platform::error::Result;
use platform::own_data::at;
use serde_json::{Value as Json, json};

/// The criteria that an account was given.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let rows = assignments::of_account(&app.store, account).await?;
    let told: Vec<Json> = rows
        .iter()
        .map(|row| json!({"year": row.year, "criterion": row.code, "given": at(row.given_at), "due": row.due_on}))
        .collect();
    Ok(json!({ "criteria": told }))
}

/// The share of an erasure.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| {
        Box::pin(async move {
            let count = assignments::of_account(&app.store, account).await?.len();
            Ok(vec![Share::goes("par-index-erasure-criteria", i64::try_from(count).unwrap_or(i64::MAX))])
        })
    },
    run: |tx, account| Box::pin(assignments::forget_account(tx, account)),
};
