//! What the register keeps by account: the entries of its dossiers, which stay as the city's record of what it issued.

use super::acts::LOOKED_AT;
use super::store;
use platform::erasure::{Erasure, Fate, Share};
use platform::error::Result;
use platform::own_data::looks;
use platform::{App, reads};
use serde_json::{Value as Json, json};

/// What goes when the account is erased: the link from the entries to it.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| Box::pin(async move { told(&app, account).await }),
    run: |tx, account| Box::pin(store::unlink_account(tx, account)),
};

async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let entries = store::of_account(&app.store, account).await?.len();
    let fate = Fate::Kept { why: "results-erasure-why", until: None };
    let count = i64::try_from(entries).unwrap_or(i64::MAX);
    Ok(vec![Share { what: "results-erasure-entries", count, fate }])
}

/// All entries of the account's dossiers, and who looked at them.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let today = app.clock.now().day();
    let directory = app.directory();
    let entries = store::of_account(&app.store, account).await?;
    let mut told = Vec::new();
    for e in &entries {
        told.push(json!({
            "code": e.code, "number": e.number, "name": e.name, "dossier": e.dossier_code,
            "agency": directory.name(e.agency_id), "holder": e.holder_name, "signed": e.signed_on,
            "valid_to": e.valid_to, "state": e.standing(today).code(), "ended": e.ended_on,
            "looks": looks(app, &reads::of(&app.store, LOOKED_AT, e.id).await?),
        }));
    }
    Ok(json!({ "results": told }))
}
