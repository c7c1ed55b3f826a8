//! What the agency does about a message: a request closed, a question left without an answer, a complaint concluded.

use super::super::acts as deeds;
use super::super::pages::{conclude as page, staff_send};
use super::super::rules::{Complaint, Side};
use super::super::slice::ANSWER;
use super::super::store;
use super::{ThreadOut, told};
use contracts::desk::VIEW;
use platform::api::types::{ById, Sent, renamed};
use platform::api::{Nothing, One, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx, Error};
use schemars::JsonSchema;
use serde::Deserialize;

/// The acts, added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let (view, answer) = (Access::Permission(VIEW), Access::Permission(ANSWER));
    operations
        .post(
            op(
                "/dossiers/{id}/messages/{message}/close",
                "closeRequest",
                answer,
                "What was asked for is put right, or not needed",
            ),
            close,
        )
        .post(
            op(
                "/dossiers/{id}/messages/{message}/conclude",
                "concludeComplaint",
                view,
                "Say of an applicant's complaint whether it is so, once, for who heads the desk; the applicant is told",
            ),
            conclude,
        )
        .post(
            op(
                "/dossiers/{id}/messages/leave",
                "leaveMessages",
                answer,
                "What the applicant wrote last needs no answer",
            ),
            leave,
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MessagePath {
    /// Number of the dossier.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    id: i64,
    /// Number of the message.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    message: i64,
}

/// What the caller saw of a conversation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SeenIn {
    /// Number of the last message that was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    last: i64,
}

/// What is found of a complaint.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FoundIn {
    /// Whether it is so.
    is_so: bool,
    /// Why; the applicant reads it.
    #[schemars(length(min = 1, max = 4000))]
    finding: String,
}

async fn close(ctx: Ctx, path: MessagePath, _: Nothing) -> Result<One<ThreadOut>> {
    let card = staff_send::card(&ctx, path.id).await?;
    deeds::close(&ctx.app, &ctx.actor(), &card, path.message).await?;
    Ok(One(told(&ctx, &card, Side::Staff).await?))
}

async fn leave(ctx: Ctx, path: ById, body: SeenIn) -> Result<One<ThreadOut>> {
    let card = staff_send::card(&ctx, path.id).await?;
    let thread = store::thread_of(&ctx.app.store, card.id).await?.ok_or(Error::NotFound)?;
    let messages = store::messages_of(&ctx.app.store, thread.id).await?;
    let seen = messages.iter().find(|message| message.id == body.last).map(|message| message.sent_at);
    deeds::leave(&ctx.app, &ctx.actor(), &card, seen.unwrap_or_default()).await?;
    Ok(One(told(&ctx, &card, Side::Staff).await?))
}

async fn conclude(ctx: Ctx, path: MessagePath, body: FoundIn) -> Result<One<ThreadOut>> {
    let card = page::card(&ctx, path.id).await?;
    let found = if body.is_so { Complaint::True } else { Complaint::False };
    let form = Sent::new().with("ket_luan", Some(found.code())).with("vi_sao", Some(body.finding)).form();
    let done = page::concluded(&ctx, &card, path.message, &form).await;
    done.map_err(|e| renamed(e, &[("ket_luan", "is_so"), ("vi_sao", "finding")]))?;
    Ok(One(told(&ctx, &card, Side::Staff).await?))
}
