//! What fees keep about the person of an account: demands and payments of their dossiers, which stay as the city's accounts.

use super::store;
use kernel::Moment;
use platform::App;
use platform::erasure::{Erasure, Fate, Share};
use platform::error::Result;
use serde_json::{Value as Json, json};

/// What goes when the account is erased: the link from the demands to it. What was owed and paid is the city's accounts.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| Box::pin(async move { told(&app, account).await }),
    run: |tx, account| Box::pin(store::unlink_account(tx, account)),
};

async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let demands = store::of_account(&app.store, account).await?.len();
    let count = i64::try_from(demands).unwrap_or(i64::MAX);
    let fate = Fate::Kept { why: "fees-erasure-why", until: None };
    Ok(vec![Share { what: "fees-erasure-demands", count, fate }])
}

/// All demands of the account's dossiers with what was paid.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let at = |micros: i64| Moment::from_micros(micros).iso();
    let mut told = Vec::new();
    for demand in store::of_account(&app.store, account).await? {
        let payments = store::payments_of(&app.store, demand.id).await?;
        let payments = payments.iter().map(|p| {
            json!({"at": at(p.paid_at), "dong": p.amount, "way": p.way, "cancelled": p.cancelled_at.map(at)})
        });
        told.push(json!({
            "dossier": demand.dossier_code, "payer": demand.payer_name, "due": demand.due, "paid": demand.paid,
            "refunded": demand.refunded, "relief": demand.relief_name, "payments": payments.collect::<Vec<_>>(),
        }));
    }
    Ok(json!({ "fees": told }))
}
