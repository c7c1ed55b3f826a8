//! What targets keep by account: which measures somebody answers for, and what they said of them. What was said belongs to the
//! agency's work and stays, under the name it was said by; the account goes out of it.

use super::store::follow;
use platform::App;
use platform::erasure::{Erasure, Fate, Share};
use platform::error::Result;
use platform::own_data::at;
use serde_json::{Value as Json, json};

/// The charges and notes of an account.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let charges = follow::of_account(&app.store, account).await?;
    let notes = follow::notes_of(&app.store, account).await?;
    let charges: Vec<Json> =
        charges.iter().map(|c| json!({"measure": c.measure, "since": at(c.set_at)})).collect();
    let notes: Vec<Json> = notes
        .iter()
        .map(|n| json!({"measure": n.measure, "kind": n.kind, "month": n.month, "said": n.body, "at": at(n.at)}))
        .collect();
    Ok(json!({"charges": charges, "notes": notes}))
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The share of an erasure.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| {
        Box::pin(async move {
            let charges = follow::of_account(&app.store, account).await?.len();
            let notes = follow::notes_of(&app.store, account).await?.len();
            let kept = Fate::Trace { why: "targets-erasure-why", until: None };
            Ok(vec![
                Share::goes("targets-erasure-charges", whole(charges)),
                Share { what: "targets-erasure-notes", count: whole(notes), fate: kept },
            ])
        })
    },
    run: |tx, account| Box::pin(follow::forget(tx, account)),
};
