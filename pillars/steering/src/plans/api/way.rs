//! The way of a plan through the programming interface: taken back, returned, approved by a decision, amended; comments answered.
//! Each body becomes what the page's form would send, and the page's own reading and act take it.

use super::super::pages;
use super::super::slice::{APPROVE, EDIT, SUBMIT};
use super::write::PlanSeenIn;
use super::{WholePlan, one};
use platform::api::types::{ById, On, Sent, renamed};
use platform::api::{Nothing, One, Op, Operations};
use platform::error::{Error, Result};
use platform::{Access, Ctx, Permission};
use schemars::JsonSchema;
use serde::Deserialize;

fn op(path: &'static str, id: &'static str, permission: Permission, summary: &'static str) -> Op {
    Op { path, id, access: Access::Permission(permission), summary }
}

/// The acts, added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .post(op("/plans/{id}/withdrawal", "withdrawPlan", SUBMIT, "Takes a submitted plan back"), withdraw)
        .post(
            op("/plans/{id}/return", "returnPlan", APPROVE, "Gives a submitted plan back with the reason"),
            give_back,
        )
        .post(
            op(
                "/plans/{id}/approval",
                "approvePlan",
                APPROVE,
                "Puts a submitted plan in force by a decision, as the second person",
            ),
            approve,
        )
        .post(
            op(
                "/plans/{id}/amendment",
                "amendPlan",
                EDIT,
                "Begins a new edition of a plan in force, with the reason",
            ),
            amend,
        )
        .post(
            op(
                "/plans/{id}/drop-amendment",
                "dropPlanAmendment",
                EDIT,
                "Gives a new edition up; the one in force stays",
            ),
            drop_amendment,
        )
        .post(
            op("/plan-comments/{id}/answer", "answerPlanComment", EDIT, "Answers a comment on a plan"),
            answer,
        )
}

/// An act that says why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanWhyIn {
    /// Version of the plan that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Why.
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
}

/// The decision that puts a plan in force.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanApprovalIn {
    /// Version of the plan that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// The signed decision.
    #[schemars(length(min = 1, max = 300))]
    decision: String,
    /// Day it was signed: not before the plan was submitted, not after today.
    on: On,
}

/// An answer to a comment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanAnswerIn {
    /// The answer.
    #[schemars(length(min = 1, max = 2000))]
    answer: String,
}

/// Names of the forms' fields and of the bodies'.
const NAMES: [(&str, &str); 4] =
    [("ly-do", "reason"), ("quyet-dinh", "decision"), ("ngay", "on"), ("tra-loi", "answer")];

fn named(error: Error) -> Error {
    renamed(error, &NAMES)
}

fn seen(version: i64) -> Sent {
    Sent::new().with("phien_ban", Some(version))
}

/// The plan as it stands after the act.
async fn now(ctx: Ctx, id: i64) -> Result<One<WholePlan>> {
    one(ctx, ById { id }, Nothing {}).await
}

async fn withdraw(ctx: Ctx, path: ById, body: PlanSeenIn) -> Result<One<WholePlan>> {
    pages::take_back(&ctx, path.id, &seen(body.version).form()).await?;
    now(ctx, path.id).await
}

async fn give_back(ctx: Ctx, path: ById, body: PlanWhyIn) -> Result<One<WholePlan>> {
    let form = seen(body.version).with("ly-do", Some(body.reason)).form();
    pages::send_back(&ctx, path.id, &form).await.map_err(named)?;
    now(ctx, path.id).await
}

async fn approve(ctx: Ctx, path: ById, body: PlanApprovalIn) -> Result<One<WholePlan>> {
    let form =
        seen(body.version).with("quyet-dinh", Some(body.decision)).with("ngay", Some(body.on.0)).form();
    pages::put_in_force(&ctx, path.id, &form).await.map_err(named)?;
    now(ctx, path.id).await
}

async fn amend(ctx: Ctx, path: ById, body: PlanWhyIn) -> Result<One<WholePlan>> {
    let form = seen(body.version).with("ly-do", Some(body.reason)).form();
    pages::begin_amendment(&ctx, path.id, &form).await.map_err(named)?;
    now(ctx, path.id).await
}

async fn drop_amendment(ctx: Ctx, path: ById, body: PlanSeenIn) -> Result<One<WholePlan>> {
    pages::give_amendment_up(&ctx, path.id, &seen(body.version).form()).await?;
    now(ctx, path.id).await
}

async fn answer(ctx: Ctx, path: ById, body: PlanAnswerIn) -> Result<One<WholePlan>> {
    let form = Sent::new().with("tra-loi", Some(body.answer)).form();
    let plan = pages::reply(&ctx, path.id, &form).await.map_err(named)?;
    now(ctx, plan).await
}
