//! Calling at a desk: the next number, what becomes of the one in hand, somebody served on the spot. By who may serve there.

use super::super::acts::{self, Target};
use super::super::pages::{desk as page, offered};
use super::super::rules::state::Act;
use super::super::store::{self, Ticket};
use platform::Ctx;
use platform::api::types::{At, ById, Word};
use platform::api::{Nothing, One};
use platform::error::{Error, Refusal, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is done with a number.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ActIn {
    /// Call it once more.
    Recall,
    /// Set it aside for a while.
    Park,
    /// Take up again what was set aside.
    Resume,
    /// Send it on to another desk or service.
    Redirect,
    /// Nobody came.
    Miss,
    /// Who missed the call is back: they wait again.
    Back,
    /// Done.
    Finish,
}

impl ActIn {
    fn act(self) -> Act {
        match self {
            ActIn::Recall => Act::Recall,
            ActIn::Park => Act::Park,
            ActIn::Resume => Act::Resume,
            ActIn::Redirect => Act::Redirect,
            ActIn::Miss => Act::Miss,
            ActIn::Back => Act::Back,
            ActIn::Finish => Act::Finish,
        }
    }
}

/// An act with a number of the office.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketActIn {
    /// Number of the ticket's record, from the queue.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    ticket: i64,
    /// What is done with it.
    act: ActIn,
    /// Number of the desk it is sent on to.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    to_desk: Option<i64>,
    /// Number of the service it is sent on to; a desk goes before.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    to_service: Option<i64>,
}

/// Somebody served on the spot.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuickIn {
    /// Number of the service.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    service: i64,
}

/// A number as a desk has it in hand.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CalledOut {
    /// Number of the record.
    id: i64,
    /// The number that is called.
    code: String,
    /// Number of the service.
    service: i64,
    /// Where it stands.
    state: Word,
    /// How often it was called.
    calls: i64,
    /// When it was called last.
    called_at: Option<At>,
}

fn told(ctx: &Ctx, ticket: Ticket) -> CalledOut {
    let state = Word { name: ctx.t(&format!("counter-state-{}", ticket.state)), code: ticket.state };
    CalledOut {
        id: ticket.id,
        code: ticket.code,
        service: ticket.service_id,
        state,
        calls: ticket.calls,
        called_at: ticket.called_at.map(At::of),
    }
}

/// Calls the next number.
pub async fn call(ctx: Ctx, path: ById, _: Nothing) -> Result<One<CalledOut>> {
    let (desk, office) = page::at(&ctx, path.id).await?;
    let ticket = acts::call_next(&ctx.app, &ctx.actor(), &desk, &office).await?;
    Ok(One(told(&ctx, ticket)))
}

/// An act with one number.
pub async fn act(ctx: Ctx, path: ById, body: TicketActIn) -> Result<One<CalledOut>> {
    let (desk, _) = page::at(&ctx, path.id).await?;
    let target = body.to_desk.map(Target::Desk).or(body.to_service.map(Target::Service));
    let act = (body.ticket, body.act.act());
    let ticket = acts::act(&ctx.app, &ctx.actor(), &desk, act, target).await?;
    Ok(One(told(&ctx, ticket)))
}

/// Serves on the spot.
pub async fn quick(ctx: Ctx, path: ById, body: QuickIn) -> Result<One<CalledOut>> {
    let (desk, office) = page::at(&ctx, path.id).await?;
    let services = offered(&ctx.app.store, office.id).await?;
    let service = services.iter().find(|service| service.id == body.service);
    let service = service.ok_or_else(|| Refusal::new("counter-refused-service"))?;
    let ticket = acts::quick(&ctx.app, &ctx.actor(), &desk, &office, service).await?;
    Ok(One(told(&ctx, ticket)))
}

/// The number that a desk has in hand.
pub async fn current(ctx: Ctx, path: ById, _: Nothing) -> Result<One<CalledOut>> {
    let (desk, _) = page::at(&ctx, path.id).await?;
    let ticket = store::current(&ctx.app.store, desk.id).await?.ok_or(Error::NotFound)?;
    Ok(One(told(&ctx, ticket)))
}
