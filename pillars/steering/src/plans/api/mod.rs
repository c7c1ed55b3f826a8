//! Operations of the programming interface on plans: the lists of the pages under the caller's own rights, a plan with its tasks.
//! api/write.rs: plans written and worked on. api/way.rs: plans sent back, approved, amended.

mod way;
mod write;

use super::pages;
use super::slice::{CHECK_IN, EDIT, REVIEW, SUBMIT, VIEW};
use super::store::plans::Plan;
use super::store::talk::{self, Comment};
use super::store::tasks::{self, Task};
use kernel::Dong;
use platform::api::types::{Asked, At, ById};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op = |path, id, summary| Op { path, id, access: Access::Permission(VIEW), summary };
    let by = |permission, path, id, summary| Op { path, id, access: Access::Permission(permission), summary };
    way::operations(Operations::new())
        .get(op("/plans", "listPlans", "Reform plans of the caller's scope, the newest first"), list)
        .get(
            op(
                "/plans/{id}",
                "getPlan",
                "A reform plan with its comments and the tasks of its newest edition",
            ),
            one,
        )
        .get(
            op(
                "/plan-tasks",
                "listPlanTasks",
                "Tasks of reform plans in the caller's scope, the soonest due first",
            ),
            work,
        )
        .post(by(EDIT, "/plans", "beginPlan", "Begins an agency's plan of a year or half-year"), write::begin)
        .post(
            by(EDIT, "/plans/{id}/tasks", "addPlanTask", "Writes a task into a plan that is open"),
            write::task,
        )
        .post(
            by(SUBMIT, "/plans/{id}/submission", "submitPlan", "Submits a plan to its approver"),
            write::submit,
        )
        .post(
            by(REVIEW, "/plans/{id}/comments", "commentOnPlan", "Comments on a plan or a task"),
            write::comment,
        )
        .post(
            by(CHECK_IN, "/plan-tasks/{id}/check-ins", "checkInPlanTask", "Tells how far a task is"),
            write::check_in,
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanFilters {
    /// Year of the plan.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// year, first or second: the year, its first or its second half.
    #[schemars(length(min = 1, max = 10), extend("examples" = ["year"]))]
    span: Option<String>,
    /// draft, submitted, returned, approved, or in-force.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["in-force"]))]
    state: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TaskFilters {
    /// Year of the plan; the one that runs where nothing is said.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// Code of an agency that plans, leads or cooperates.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// open, overdue, under-way, not-begun, done, done-late, carried or stopped.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["overdue"]))]
    standing: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A plan.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanOut {
    /// Number of the record.
    id: i64,
    /// Code of the agency.
    agency: String,
    /// Year.
    year: i64,
    /// year, first or second.
    span: String,
    /// Where its newest edition stands.
    state: String,
    /// Number of the newest edition.
    edition: i64,
    /// Number of the edition in force; 0: none yet.
    in_force: i64,
    /// Version, to be sent back with an act on it.
    version: i64,
    /// Last day to submit it.
    due_on: String,
    /// Day it was last submitted.
    submitted_on: Option<String>,
    /// Day the edition in force was approved.
    approved_on: Option<String>,
    /// Address of the record.
    href: String,
}

/// A task of a plan.
#[derive(Debug, Serialize, JsonSchema)]
struct TaskOut {
    /// Number of its line, the same in every edition.
    line: i64,
    /// Number of its plan.
    plan: i64,
    /// Code of the planning agency.
    agency: String,
    /// What is to be done.
    name: String,
    /// What comes out of it.
    output: String,
    /// The figure to be reached, in words.
    figure: String,
    /// Field of the programme.
    field: String,
    /// Item of the programme.
    item: String,
    /// Code of the leading agency.
    lead: String,
    /// Codes of the cooperating agencies.
    cooperating: Vec<String>,
    /// First day.
    from_on: String,
    /// Last day.
    to_on: String,
    /// Money, đồng.
    money: i64,
    /// Source of the money.
    source: String,
    /// Done so far, per cent.
    percent: i64,
    /// Where it stands today.
    standing: String,
    /// Day it was done.
    done_on: Option<String>,
}

/// A comment on a plan.
#[derive(Debug, Serialize, JsonSchema)]
struct CommentOut {
    /// Number of the record.
    id: i64,
    /// Edition it was made on.
    edition: i64,
    /// Number of the line it is about; null where it is about the whole plan.
    line: Option<i64>,
    /// The comment.
    text: String,
    /// Who made it.
    author: String,
    /// Code of their agency.
    agency: String,
    /// When.
    at: At,
    /// Its answer; empty before it has one.
    answer: String,
    /// When it was answered.
    answered_at: Option<At>,
}

/// A plan with its tasks and comments.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WholePlan {
    /// The plan.
    plan: PlanOut,
    /// Tasks of its newest edition, in its order.
    tasks: Vec<TaskOut>,
    /// Comments on it, the oldest first.
    comments: Vec<CommentOut>,
    /// Money of all of them, đồng.
    money: i64,
}

fn code(ctx: &Ctx, agency: i64) -> String {
    ctx.app.directory().get(agency).map(|a| a.code.clone()).unwrap_or_default()
}

fn plan_out(ctx: &Ctx, plan: Plan) -> PlanOut {
    PlanOut {
        id: plan.id,
        agency: code(ctx, plan.agency_id),
        year: plan.year,
        href: format!("{}/plans/{}", platform::api::PREFIX, plan.id),
        span: plan.span,
        state: plan.state,
        edition: plan.edition,
        in_force: plan.in_force,
        version: plan.version,
        due_on: plan.due_on,
        submitted_on: plan.submitted_on,
        approved_on: plan.approved_on,
    }
}

fn task_out(ctx: &Ctx, task: Task) -> TaskOut {
    TaskOut {
        line: task.line_id,
        plan: task.plan_id,
        agency: code(ctx, task.agency_id),
        lead: code(ctx, task.lead_id),
        cooperating: task.helpers().into_iter().map(|id| code(ctx, id)).collect(),
        standing: super::rules::standing(&task.facts(), ctx.today()).code().to_owned(),
        name: task.name,
        output: task.output,
        figure: task.figure,
        field: task.field,
        item: task.item,
        from_on: task.from_on,
        to_on: task.to_on,
        money: task.money,
        source: task.source,
        percent: task.percent,
        done_on: task.done_on,
    }
}

fn comment_out(ctx: &Ctx, comment: Comment) -> CommentOut {
    CommentOut {
        id: comment.id,
        edition: comment.edition,
        line: comment.line_id,
        agency: code(ctx, comment.author_agency_id),
        at: At::of(comment.at),
        answered_at: comment.answered_at.map(At::of),
        text: comment.text,
        author: comment.author_name,
        answer: comment.answer,
    }
}

async fn list(ctx: Ctx, _: Nothing, asked: PlanFilters) -> Result<Listed<PlanOut>> {
    let query = Asked::new()
        .with("nam", asked.year)
        .with("ky", asked.span)
        .with("trang-thai", asked.state)
        .with("co-quan", asked.agency)
        .after(asked.after.as_deref())?;
    let page = pages::plan_list(&ctx, &query).page::<Plan>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |plan| Ok(plan_out(&ctx, plan)))
}

pub(super) async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholePlan>> {
    let plan = pages::read_plan(&ctx, path.id).await?;
    let written = tasks::of_edition(&ctx.app.store, plan.id, plan.edition).await?;
    let money: Dong = written.iter().map(|t| Dong(t.money)).sum();
    let tasks = written.into_iter().map(|t| task_out(&ctx, t)).collect();
    let said = talk::comments(&ctx.app.store, plan.id).await?;
    let comments = said.into_iter().map(|comment| comment_out(&ctx, comment)).collect();
    Ok(One(WholePlan { tasks, comments, money: money.0, plan: plan_out(&ctx, plan) }))
}

async fn work(ctx: Ctx, _: Nothing, asked: TaskFilters) -> Result<Listed<TaskOut>> {
    let query = Asked::new()
        .with("nam", asked.year)
        .with("co-quan", asked.agency)
        .with("tinh-trang", asked.standing)
        .after(asked.after.as_deref())?;
    let page = pages::task_list(&ctx, &query).page::<Task>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |task| Ok(task_out(&ctx, task)))
}
