//! What is done with review plans and proposals: rows added and taken out, a plan sent, a proposal made, rewritten, decided on,
//! carried out.

use super::super::pages::{
    carry, decide as decide_page, item as item_page, item_new, plan as plan_page, proposal, proposal_form,
};
use super::super::rules::plan::BASES;
use super::super::rules::proposal::{MEASURES, PARTS};
use super::super::slice::{APPROVE, EDIT};
use super::super::store::plans;
use super::{PlanRow, ProposalOut, row, told};
use platform::api::types::{ById, On, Sent, renamed};
use platform::api::{Created, Nothing, One, Op, Operations};
use platform::error::{Error, FieldErrors, Result};
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const fn op(path: &'static str, id: &'static str, access: Access, summary: &'static str) -> Op {
    Op { path, id, access, summary }
}

/// The acts, added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    let edit = Access::Permission(EDIT);
    operations
        .post(
            op("/review-plan", "addReviewItem", edit, "Put a row into an agency's review plan of a year"),
            add,
        )
        .post(
            op("/review-plan/{id}/drop", "dropReviewItem", edit, "Take a row out of a plan not sent yet"),
            remove,
        )
        .post(
            op(
                "/review-plans/{id}/send",
                "sendReviewPlan",
                edit,
                "Send a plan to the body that controls procedures",
            ),
            send,
        )
        .post(
            op("/simplifications", "proposeSimplification", edit, "Propose to simplify a procedure"),
            propose,
        )
        .post(
            op(
                "/simplifications/{id}/rewrite",
                "rewriteSimplification",
                edit,
                "Rewrite a proposal that is not decided on",
            ),
            rewrite,
        )
        .post(
            op(
                "/simplifications/{id}/decide",
                "decideSimplification",
                Access::Permission(APPROVE),
                "Keep the decision on a proposal",
            ),
            decide,
        )
        .post(
            op(
                "/simplifications/{id}/carry-out",
                "carryOutSimplification",
                edit,
                "Keep that an approved proposal was carried out",
            ),
            carry_out,
        )
}

/// A row for a plan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ItemIn {
    /// Year of the plan.
    #[schemars(range(min = 2000, max = 2100))]
    year: i64,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["ubnd-tp-can-tho"]))]
    agency: String,
    /// Code of the procedure; or a group.
    #[schemars(length(max = 40), extend("examples" = ["KD-01"]))]
    procedure: Option<String>,
    /// The group of procedures in words, where it is more than one.
    #[schemars(length(max = 300))]
    group: Option<String>,
    /// First day.
    from: On,
    /// Last day.
    to: On,
    /// Why it is reviewed: a word of the plan's own list.
    #[schemars(length(min = 1, max = 40), extend("enum" = BASES.as_slice()))]
    basis: String,
    /// What comes of it.
    #[schemars(length(min = 1, max = 500))]
    product: String,
}

/// A document to amend.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DocumentIn {
    /// Its number.
    #[schemars(length(min = 1, max = 100))]
    number: String,
    /// Article.
    #[schemars(length(max = 100))]
    article: Option<String>,
    /// What is to be changed.
    #[schemars(length(max = 600))]
    content: Option<String>,
}

/// A proposal to make.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProposeIn {
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["KD-01"]))]
    procedure: String,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["ubnd-tp-can-tho"]))]
    agency: String,
    /// Part of the procedure.
    #[schemars(length(min = 1, max = 40), extend("enum" = PARTS.as_slice()))]
    part: String,
    /// What is done with it.
    #[schemars(length(min = 1, max = 40), extend("enum" = MEASURES.as_slice()))]
    measure: String,
    /// Whether the city itself may change the rule.
    own_power: bool,
    /// As it is.
    #[schemars(length(min = 1, max = 4000))]
    content_now: String,
    /// As it shall be.
    #[schemars(length(min = 1, max = 4000))]
    content_proposed: String,
    /// Why.
    #[schemars(length(min = 1, max = 4000))]
    reason: String,
    /// Last day for carrying it out.
    deadline: Option<On>,
    /// Documents to amend.
    #[serde(default)]
    #[schemars(length(max = 5))]
    documents: Vec<DocumentIn>,
}

/// A proposal as it shall stand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RewriteIn {
    /// The proposal's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Part of the procedure.
    #[schemars(length(min = 1, max = 40), extend("enum" = PARTS.as_slice()))]
    part: String,
    /// What is done with it.
    #[schemars(length(min = 1, max = 40), extend("enum" = MEASURES.as_slice()))]
    measure: String,
    /// Whether the city itself may change the rule.
    own_power: bool,
    /// As it is.
    #[schemars(length(min = 1, max = 4000))]
    content_now: String,
    /// As it shall be.
    #[schemars(length(min = 1, max = 4000))]
    content_proposed: String,
    /// Why.
    #[schemars(length(min = 1, max = 4000))]
    reason: String,
    /// Last day for carrying it out.
    deadline: Option<On>,
    /// Documents to amend, in place of those there were.
    #[serde(default)]
    #[schemars(length(max = 5))]
    documents: Vec<DocumentIn>,
}

/// A decision on a proposal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DecideIn {
    /// The proposal's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Whether it is approved.
    approved: bool,
    /// Number of the decision.
    #[schemars(length(min = 1, max = 300))]
    decision: String,
    /// Its day, not after today.
    on: On,
}

/// By which text a document was amended.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AmendedIn {
    /// Number of the document in the proposal.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    document: i64,
    /// The text that amended it.
    #[schemars(length(min = 1, max = 300))]
    by: String,
}

/// How a proposal was carried out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CarriedIn {
    /// The proposal's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Every document of the proposal with the text that amended it.
    #[serde(default)]
    #[schemars(length(max = 5))]
    amended: Vec<AmendedIn>,
    /// What shows it.
    #[schemars(length(min = 1, max = 2000))]
    evidence: String,
    /// The day, not after today.
    on: On,
}

/// What became of a plan.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanSent {
    /// Number of the plan.
    id: i64,
    /// Year.
    year: i64,
    /// Day it was sent.
    sent_on: Option<String>,
    /// Who sent it.
    sent_by: String,
    /// Its rows.
    rows: Vec<PlanRow>,
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 18] = [
    ("nam", "year"),
    ("co-quan", "agency"),
    ("thu-tuc", "procedure"),
    ("nhom", "group"),
    ("tu", "from"),
    ("den", "to"),
    ("can-cu", "basis"),
    ("san-pham", "product"),
    ("phan", "part"),
    ("bien-phap", "measure"),
    ("tham-quyen", "own_power"),
    ("hien-nay", "content_now"),
    ("de-xuat", "content_proposed"),
    ("ly-do", "reason"),
    ("han", "deadline"),
    ("ket-luan", "approved"),
    ("quyet-dinh", "decision"),
    ("ngay", "on"),
];

fn named(error: Error) -> Error {
    renamed(error, &NAMES)
}

async fn add(ctx: Ctx, _: Nothing, body: ItemIn) -> Result<Created<PlanRow>> {
    let form = Sent::new()
        .with("nam", Some(body.year))
        .with("co-quan", Some(body.agency))
        .with("thu-tuc", body.procedure)
        .with("nhom", body.group)
        .with("tu", Some(body.from.0))
        .with("den", Some(body.to.0))
        .with("can-cu", Some(body.basis))
        .with("san-pham", Some(body.product))
        .form();
    let id = item_new::added(&ctx, &form).await.map_err(named)?;
    let item = plans::item(&ctx.app.store, id).await?;
    let at = format!("{}/review-plan?year={}", platform::api::PREFIX, item.year);
    Ok(Created { at, body: row(&ctx, item) })
}

async fn remove(ctx: Ctx, path: ById, _: Nothing) -> Result<One<PlanRow>> {
    let item = item_page::found(&ctx, EDIT, path.id).await?;
    item_page::removed(&ctx, &item).await?;
    Ok(One(row(&ctx, item)))
}

async fn send(ctx: Ctx, path: ById, _: Nothing) -> Result<One<PlanSent>> {
    plan_page::sent(&ctx, path.id).await?;
    let plan = plans::plan(&ctx.app.store, path.id).await?;
    let rows = plans::items_of(&ctx.app.store, plan.id).await?;
    Ok(One(PlanSent {
        rows: rows.into_iter().map(|item| row(&ctx, item)).collect(),
        id: plan.id,
        year: plan.year,
        sent_on: plan.sent_on,
        sent_by: plan.sent_by,
    }))
}

async fn propose(ctx: Ctx, _: Nothing, body: ProposeIn) -> Result<Created<ProposalOut>> {
    let sent = Sent::new()
        .with("thu-tuc", Some(body.procedure))
        .with("co-quan", Some(body.agency))
        .with("phan", Some(body.part))
        .with("bien-phap", Some(body.measure))
        .with("tham-quyen", Some(if body.own_power { "own" } else { "other" }))
        .with("hien-nay", Some(body.content_now))
        .with("de-xuat", Some(body.content_proposed))
        .with("ly-do", Some(body.reason))
        .with("han", body.deadline.map(|day| day.0));
    let form = with_documents(sent, body.documents).form();
    let id = proposal_form::proposed(&ctx, &form).await.map_err(named)?;
    let at = format!("{}/simplifications/{id}", platform::api::PREFIX);
    Ok(Created { at, body: told(&ctx, id).await? })
}

/// The documents in the rows of the form.
fn with_documents(sent: Sent, documents: Vec<DocumentIn>) -> Sent {
    (1..).zip(documents).fold(sent, |sent, (at, document): (usize, DocumentIn)| {
        sent.with(&format!("so-{at}"), Some(document.number))
            .with(&format!("dieu-{at}"), document.article)
            .with(&format!("sua-{at}"), document.content)
    })
}

async fn rewrite(ctx: Ctx, path: ById, body: RewriteIn) -> Result<One<ProposalOut>> {
    let sent = seen(body.version)
        .with("phan", Some(body.part))
        .with("bien-phap", Some(body.measure))
        .with("tham-quyen", Some(if body.own_power { "own" } else { "other" }))
        .with("hien-nay", Some(body.content_now))
        .with("de-xuat", Some(body.content_proposed))
        .with("ly-do", Some(body.reason))
        .with("han", body.deadline.map(|day| day.0));
    let form = with_documents(sent, body.documents).form();
    proposal_form::rewritten(&ctx, path.id, &form).await.map_err(named)?;
    Ok(One(told(&ctx, path.id).await?))
}

pub(super) fn seen(version: i64) -> Sent {
    Sent::new().with("phien_ban", Some(version))
}

async fn decide(ctx: Ctx, path: ById, body: DecideIn) -> Result<One<ProposalOut>> {
    let found = proposal::found(&ctx, APPROVE, path.id).await?;
    let form = seen(body.version)
        .with("ket-luan", Some(if body.approved { "duyet" } else { "khong" }))
        .with("quyet-dinh", Some(body.decision))
        .with("ngay", Some(body.on.0))
        .form();
    decide_page::decided(&ctx, &found, &form).await.map_err(named)?;
    Ok(One(told(&ctx, path.id).await?))
}

async fn carry_out(ctx: Ctx, path: ById, body: CarriedIn) -> Result<One<ProposalOut>> {
    let found = proposal::found(&ctx, EDIT, path.id).await?;
    let sent = seen(body.version).with("can-cu", Some(body.evidence)).with("ngay", Some(body.on.0));
    let sent = body
        .amended
        .iter()
        .fold(sent, |sent, amended| sent.with(&format!("sua-{}", amended.document), Some(&amended.by)));
    carry::carried(&ctx, &found, &sent.form()).await.map_err(carried_names)?;
    Ok(One(told(&ctx, path.id).await?))
}

/// The form calls its evidence what the plan calls its basis, and names a document in the field's own name.
fn carried_names(error: Error) -> Error {
    let Error::Invalid(errors) = error else { return error };
    let mut told = FieldErrors::new();
    for mut error in errors.0 {
        error.field = match error.field.as_str() {
            "can-cu" => "evidence".to_owned(),
            "ngay" => "on".to_owned(),
            _ => "amended".to_owned(),
        };
        told.0.push(error);
    }
    Error::Invalid(told)
}
