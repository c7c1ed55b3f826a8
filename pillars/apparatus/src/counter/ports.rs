//! The dossier that the one-stop receives for a ticket is joined to it, in the transaction of its opening.

use super::slice::SERVE;
use super::store;
use async_trait::async_trait;
use contracts::counter::QueueTickets;
use platform::error::Result;
use platform::{Change, Ctx, Tx};
use serde_json::json;
use std::sync::Arc;

struct Counter;

/// What the server hands to the other slices.
pub fn queue_tickets() -> Arc<dyn QueueTickets> {
    Arc::new(Counter)
}

#[async_trait]
impl QueueTickets for Counter {
    async fn join(&self, ctx: &Ctx, tx: &Tx, ticket: i64, dossier: (i64, &str)) -> Result<bool> {
        let found = store::ticket(tx, ticket).await?;
        if !ctx.may(SERVE, found.agency_id) {
            return Ok(false);
        }
        join(tx, ticket, dossier.0, dossier.1).await
    }

    async fn desk_of(&self, ctx: &Ctx, dossier: i64) -> Result<Option<String>> {
        let ticket = store::by_dossier(&ctx.app.store, dossier).await?;
        let ticket = ticket.filter(|t| t.state == "called" && ctx.may(SERVE, t.agency_id));
        Ok(ticket.and_then(|t| t.desk_id).map(|desk| format!("/quay/hang-doi/ban/{desk}")))
    }
}

/// Joins a dossier to a ticket that has none, unless another ticket has that dossier; whether it was joined.
pub(super) async fn join(tx: &Tx, ticket: i64, dossier: i64, code: &str) -> Result<bool> {
    if store::by_dossier(tx, dossier).await?.is_some()
        || !store::join_dossier(tx, ticket, dossier, code).await?
    {
        return Ok(false);
    }
    let after = json!({"counter_dossier": code});
    tx.journal(Change::of("counter", "counter_ticket", ticket, "counter_join").after(after)).await?;
    Ok(true)
}
