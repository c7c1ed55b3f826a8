//! What the counter keeps by account: appointments and the waiting list; both go when the person asks for erasure.

use super::store::{self, Booking};
use platform::App;
use platform::erasure::{Erasure, Share};
use platform::error::Result;
use platform::http::Query;
use platform::own_data::at;
use serde_json::{Value as Json, json};

/// The appointments of an account.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let bookings: Vec<Booking> = store::of_account(account).all(&app.store, &Query::default()).await?;
    let told: Vec<Json> = bookings
        .iter()
        .map(|b| json!({"code": b.code, "at": at(b.slot_at), "booked": at(b.booked_at), "state": b.state}))
        .collect();
    let wishes = store::wishes_of(&app.store, account).await?;
    Ok(json!({"appointments": told, "waiting_lists": wishes}))
}

/// The counter's share of an erasure.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| {
        Box::pin(async move {
            let count = store::of_account(account).count(&app.store).await?;
            let wishes = store::wishes_of(&app.store, account).await?;
            Ok(vec![
                Share::goes("counter-erasure-bookings", count),
                Share::goes("counter-erasure-wishes", wishes),
            ])
        })
    },
    run: |tx, account| Box::pin(store::erase_account(tx, account)),
};
