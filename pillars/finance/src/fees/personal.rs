//! What fees keep about the person of an account: demands and payments of their dossiers, which stay as the city's accounts.

use super::store;
use kernel::Moment;
use platform::App;
use platform::error::Result;
use serde_json::{Value as Json, json};

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
