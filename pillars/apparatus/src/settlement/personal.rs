//! What the evaluation keeps by account: the counts of officials. It goes with the account, and the official takes it along.

use super::store;
use platform::App;
use platform::Tx;
use platform::erasure::{Erasure, Share};
use platform::error::Result;
use serde_json::{Value as Json, json};

/// The share of the evaluation.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| Box::pin(async move { told(&app, account).await }),
    run: |tx, account| Box::pin(run(tx, account)),
};

/// Every count kept of an official.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let counts = store::counts_of(&app.store, account).await?;
    let counts = counts.iter().map(|c| {
        json!({
            "agency": app.directory().name(c.agency_id), "month": c.month_on, "indicator": c.item,
            "points": c.numerator, "dossiers": c.denominator,
        })
    });
    Ok(json!({ "indicators": counts.collect::<Vec<_>>() }))
}

async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let counts = store::counts_of(&app.store, account).await?.len();
    Ok(vec![Share::goes("settlement-erasure-counts", i64::try_from(counts).unwrap_or(i64::MAX))])
}

async fn run(tx: &Tx, account: i64) -> Result<()> {
    store::forget_officer(tx, account).await
}
