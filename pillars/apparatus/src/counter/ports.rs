//! The dossier that the one-stop receives for a ticket is joined to it, in the transaction of its opening.

use super::slice::SERVE;
use super::store;
use async_trait::async_trait;
use contracts::counter::{QueueTickets, TicketService};
use platform::error::{Error, Result};
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

    async fn service_of(&self, ctx: &Ctx, ticket: i64) -> Result<Option<TicketService>> {
        let found = match store::ticket(&ctx.app.store, ticket).await {
            Err(Error::NotFound) => return Ok(None),
            found => found?,
        };
        if !ctx.may(SERVE, found.agency_id) {
            return Ok(None);
        }
        let services = store::services(&ctx.app.store, found.office_id).await?;
        let service = services.into_iter().find(|service| service.id == found.service_id);
        Ok(service.map(|service| TicketService {
            ticket: found.code,
            fields: service.fields.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            name: service.name,
        }))
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
