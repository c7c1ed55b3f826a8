//! Operations of the programming interface on simplification: rows of the review plans, sheets and proposals of the caller's scope.
//!
//! acts.rs: what is done with plans and proposals. sheets.rs: sheets, their questions and answers.

mod acts;
mod sheets;

use super::pages::{basis, items, measure, part, proposals as page, year};
use super::rules::proposal::{is_late, saving};
use super::slice::VIEW;
use super::store::plans::Item;
use super::store::proposals::{self, Proposal};
use platform::api::types::{AgencyBrief, Asked, ById, Word};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let view = Access::Permission(VIEW);
    let op = |path, id, summary| Op { path, id, access: view, summary };
    sheets::operations(acts::operations(Operations::new()))
        .get(
            op("/review-plan", "listReviewPlan", "Rows of the review plans of a year, by their last day"),
            plan,
        )
        .get(
            op("/simplifications", "listSimplifications", "Proposals to simplify, with what they save"),
            list,
        )
        .get(
            op("/simplifications/{id}", "getSimplification", "One proposal with the documents to amend"),
            one,
        )
}

/// Whether a row is done.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum DoneIn {
    /// It is.
    Done,
    /// Not yet.
    Open,
    /// Not by its last day.
    Overdue,
}

/// Filters of the plan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanFilters {
    /// Words of the subject, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Year of the plans; this year where nothing is said.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-xay-dung"]))]
    agency: Option<String>,
    /// Whether they are done.
    done: Option<DoneIn>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StateIn {
    /// Waits for a decision.
    Proposed,
    /// Approved.
    Approved,
    /// Refused.
    Refused,
    /// Carried out.
    CarriedOut,
    /// Approved, and not carried out by its last day.
    Late,
}

/// Filters of proposals.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProposalFilters {
    /// Words of the procedure's name, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Where they stand.
    state: Option<StateIn>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A row of a review plan.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanRow {
    /// Number of the record.
    id: i64,
    /// Number of the plan.
    plan: i64,
    /// What is reviewed.
    subject: String,
    /// Code of the procedure, if it is one.
    procedure: Option<String>,
    /// Agency.
    agency: AgencyBrief,
    /// Year of the plan.
    year: i64,
    /// First day.
    from_on: String,
    /// Last day.
    to_on: String,
    /// Why it is reviewed.
    basis: Word,
    /// What comes of it.
    product: String,
    /// Day it was done.
    done_on: Option<String>,
    /// Day it came in, where the plan had been sent by then.
    added_on: Option<String>,
}

/// A proposal in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct ProposalLine {
    /// Number of the record.
    id: i64,
    /// Code of the procedure.
    procedure: String,
    /// Name of the procedure.
    procedure_name: String,
    /// Agency.
    agency: AgencyBrief,
    /// Part of the procedure.
    part: Word,
    /// What is done with it.
    measure: Word,
    /// đồng saved a year; null where the cost is not known on both sides.
    saved: Option<i64>,
    /// The same in per cent of the cost before.
    saved_percent: Option<f64>,
    /// Last day for carrying it out.
    deadline_on: Option<String>,
    /// Where it stands.
    state: Word,
    /// Not carried out by its last day.
    late: bool,
    /// Day it was proposed.
    proposed_on: String,
    /// Address of the record.
    href: String,
}

/// A document to amend.
#[derive(Debug, Serialize, JsonSchema)]
struct Amended {
    /// Number of the document in this proposal.
    id: i64,
    /// Its number.
    number: String,
    /// Article.
    article: String,
    /// What is to be changed.
    content: String,
    /// The text that changed it.
    amended_by: Option<String>,
}

/// A proposal.
#[derive(Debug, Serialize, JsonSchema)]
struct ProposalOut {
    /// What the list says of it.
    proposal: ProposalLine,
    /// Whether the city itself may change the rule.
    own_power: bool,
    /// As it is.
    content_now: String,
    /// As it shall be.
    content_proposed: String,
    /// Why.
    reason: String,
    /// đồng a year before.
    cost_before: Option<i64>,
    /// đồng a year after.
    cost_after: Option<i64>,
    /// Number of the decision.
    decision: Option<String>,
    /// Day it was decided.
    decided_on: Option<String>,
    /// Day it was carried out.
    carried_on: Option<String>,
    /// What shows it.
    carried_evidence: Option<String>,
    /// What the acts on it have to name as seen.
    version: i64,
    /// Documents to amend.
    documents: Vec<Amended>,
}

fn text(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

async fn plan(ctx: Ctx, _: Nothing, asked: PlanFilters) -> Result<Listed<PlanRow>> {
    let done = asked.done.map(|done| match done {
        DoneIn::Done => "xong",
        DoneIn::Open => "chua",
        DoneIn::Overdue => "qua-han",
    });
    let query = Asked::new()
        .with("q", asked.q)
        .with("nam", asked.year)
        .with("co-quan", asked.agency)
        .with("ket-qua", done)
        .after(asked.after.as_deref())?;
    let year = year(&ctx, &query);
    let found = items::narrowed(&ctx, &query, year).page::<Item>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |item| Ok(row(&ctx, item)))
}

/// A row of a plan as it is told.
fn row(ctx: &Ctx, item: Item) -> PlanRow {
    PlanRow {
        agency: AgencyBrief::of(ctx, item.agency_id),
        basis: Word { name: basis(ctx, &item.basis), code: item.basis },
        procedure: text(item.procedure_code),
        id: item.id,
        plan: item.plan_id,
        subject: item.subject,
        year: item.year,
        from_on: item.from_on,
        to_on: item.to_on,
        product: item.product,
        done_on: item.done_on,
        added_on: item.added_on,
    }
}

fn line(ctx: &Ctx, p: &Proposal) -> Result<ProposalLine> {
    let state = p.state()?;
    let (saved, saved_percent) = saving(p.cost_before, p.cost_after).unzip();
    Ok(ProposalLine {
        id: p.id,
        procedure: p.procedure_code.clone(),
        procedure_name: p.procedure_name.clone(),
        agency: AgencyBrief::of(ctx, p.agency_id),
        part: Word { code: p.part.clone(), name: part(ctx, &p.part) },
        measure: Word { code: p.measure.clone(), name: measure(ctx, &p.measure) },
        saved,
        saved_percent: saved_percent.flatten(),
        deadline_on: p.deadline_on.clone(),
        late: is_late(state, p.deadline(), ctx.today()),
        state: Word { code: state.code().to_owned(), name: page::state_words(ctx, state) },
        proposed_on: p.proposed_on.clone(),
        href: format!("{}/simplifications/{}", platform::api::PREFIX, p.id),
    })
}

async fn list(ctx: Ctx, _: Nothing, asked: ProposalFilters) -> Result<Listed<ProposalLine>> {
    let state = asked.state.map(|state| match state {
        StateIn::Proposed => "proposed",
        StateIn::Approved => "approved",
        StateIn::Refused => "refused",
        StateIn::CarriedOut => "carried_out",
        StateIn::Late => "qua-han",
    });
    let query = Asked::new().with("q", asked.q).with("trang-thai", state).after(asked.after.as_deref())?;
    let found = page::narrowed(&ctx, &query).page::<Proposal>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |p| line(&ctx, &p))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<ProposalOut>> {
    Ok(One(told(&ctx, path.id).await?))
}

/// A proposal of the caller's scope as it is told.
async fn told(ctx: &Ctx, id: i64) -> Result<ProposalOut> {
    let p = proposals::get(&ctx.app.store, id).await?;
    ctx.require(VIEW, p.agency_id)?;
    let documents = proposals::documents(&ctx.app.store, p.id).await?.into_iter().map(|document| Amended {
        id: document.id,
        number: document.number,
        article: document.article,
        content: document.content,
        amended_by: text(document.amended_by),
    });
    Ok(ProposalOut {
        proposal: line(ctx, &p)?,
        version: p.version,
        documents: documents.collect(),
        own_power: p.own_power,
        content_now: p.content_now,
        content_proposed: p.content_proposed,
        reason: p.reason,
        cost_before: p.cost_before,
        cost_after: p.cost_after,
        decision: text(p.decision),
        decided_on: p.decided_on,
        carried_on: p.carried_on,
        carried_evidence: text(p.carried_evidence),
    })
}
