//! Receipts and refunds of the caller's scope.

use super::demands::agency;
use super::schedule::way;
use crate::fees::pages::{receipts as receipt_page, refund as refund_page, refunds as refunds_page};
use crate::fees::rules::book::receipt_number;
use crate::fees::slice::{APPROVE, COLLECT, VIEW};
use crate::fees::store::{ReceiptRow, RefundRow};
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, At, ById, On, Sent, Word, renamed};
use platform::api::{Listed, Nothing, One};
use platform::error::Result;
use platform::reads;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Filters of receipts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptFilters {
    /// Code of the dossier or a part of it, or words of the payer's name.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Year of the number.
    #[schemars(range(min = 1990, max = 2100))]
    year: Option<i64>,
    /// Only those that stand (true) or were cancelled (false).
    standing: Option<bool>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Given on this day or later.
    from: Option<On>,
    /// Given on this day or earlier.
    to: Option<On>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// Where a refund stands.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum RefundStateIn {
    /// Waits for a decision.
    Asked,
    /// Approved, not given back yet.
    Approved,
    /// Declined.
    Declined,
    /// Given back.
    Done,
}

/// Filters of refunds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundFilters {
    /// Where they stand.
    state: Option<RefundStateIn>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A decision on a refund.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundDecisionIn {
    /// Whether money is given back.
    approved: bool,
    /// Why not, or a remark.
    #[schemars(length(max = 500))]
    note: Option<String>,
}

/// How money is given back.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum GivenIn {
    /// Out of the caller's own open book.
    Cash,
    /// By bank transfer.
    Transfer,
}

/// Money given back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundGivenIn {
    /// How.
    way: GivenIn,
    /// Number of the voucher or of the transfer.
    #[schemars(length(min = 1, max = 200), extend("examples" = ["PC 01"]))]
    proof: String,
}

/// A receipt.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReceiptOut {
    /// Number of the record.
    id: i64,
    /// Its number.
    number: String,
    /// Code by which anybody checks it.
    code: String,
    /// Code of the dossier.
    dossier_code: String,
    /// Name of the procedure.
    procedure_name: String,
    /// Who paid.
    payer: String,
    /// Agency.
    agency: AgencyBrief,
    /// đồng.
    amount: i64,
    /// How it was paid.
    way: Word,
    /// When it was given.
    issued_at: At,
    /// Who gave it.
    issued_by: String,
    /// When it was cancelled; null while it stands.
    cancelled_at: Option<At>,
    /// Why.
    cancel_reason: Option<String>,
    /// Address of its demand.
    demand: String,
}

/// A refund.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RefundOut {
    /// Number of the record.
    id: i64,
    /// Code of the dossier.
    dossier_code: String,
    /// Agency.
    agency: AgencyBrief,
    /// đồng.
    amount: i64,
    /// Why.
    reason: String,
    /// asked, approved, declined or done.
    state: String,
    /// When it was asked.
    asked_at: At,
    /// By whom.
    asked_by: String,
    /// Who decided.
    decided_by: Option<String>,
    /// Remark of the decision.
    note: Option<String>,
    /// When it was given back.
    done_at: Option<At>,
    /// Address of its demand.
    demand: String,
}

fn demand(id: i64) -> String {
    format!("{}/fee-demands/{id}", platform::api::PREFIX)
}

/// A page of receipts.
pub async fn receipts(ctx: Ctx, _: Nothing, asked: ReceiptFilters) -> Result<Listed<ReceiptOut>> {
    let query = Asked::new()
        .with("q", asked.q)
        .with("nam", asked.year)
        .with("con", asked.standing.map(|stands| if stands { "co" } else { "huy" }))
        .with("don-vi", agency(&ctx, asked.agency))
        .with("tu", asked.from.map(|day| day.0))
        .with("den", asked.to.map(|day| day.0))
        .after(asked.after.as_deref())?;
    let found = receipt_page::narrowed(&ctx, &query).page::<ReceiptRow>(&ctx.app.store, &query).await?;
    reads::note_list(&ctx, VIEW, "/api/v1/receipts").await?;
    Listed::of(&ctx, found, |row| Ok(receipt_of(&ctx, row)))
}

/// A receipt as it is told.
pub fn receipt_of(ctx: &Ctx, row: ReceiptRow) -> ReceiptOut {
    ReceiptOut {
        number: receipt_number(row.year, row.number),
        agency: AgencyBrief::of(ctx, row.agency_id),
        way: way(ctx, &row.way),
        issued_at: At::of(row.issued_at),
        cancelled_at: row.cancelled_at.map(At::of),
        demand: demand(row.demand_id),
        id: row.id,
        code: row.code,
        dossier_code: row.dossier_code,
        procedure_name: row.procedure_name,
        payer: row.payer_name,
        amount: row.amount,
        issued_by: row.issuer_name,
        cancel_reason: row.cancel_reason,
    }
}

/// A refund as it is told.
pub fn refund_of(ctx: &Ctx, row: RefundRow) -> RefundOut {
    RefundOut {
        agency: AgencyBrief::of(ctx, row.agency_id),
        asked_at: At::of(row.asked_at),
        done_at: row.done_at.map(At::of),
        demand: demand(row.demand_id),
        id: row.id,
        dossier_code: row.dossier_code,
        amount: row.amount,
        reason: row.reason,
        state: row.state,
        asked_by: row.asker_name,
        decided_by: row.decider_name,
        note: row.decision_note,
    }
}

/// A page of refunds.
pub async fn refunds(ctx: Ctx, _: Nothing, asked: RefundFilters) -> Result<Listed<RefundOut>> {
    let state = asked.state.map(|state| match state {
        RefundStateIn::Asked => "asked",
        RefundStateIn::Approved => "approved",
        RefundStateIn::Declined => "declined",
        RefundStateIn::Done => "done",
    });
    let query = Asked::new()
        .with("tinh-trang", state)
        .with("don-vi", agency(&ctx, asked.agency))
        .after(asked.after.as_deref())?;
    let found = refunds_page::narrowed(&ctx, &query).page::<RefundRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(refund_of(&ctx, row)))
}

/// Decides one.
pub async fn decide(ctx: Ctx, path: ById, body: RefundDecisionIn) -> Result<One<RefundOut>> {
    let refund = refund_page::owned(&ctx, path.id, APPROVE).await?;
    let form = Sent::new()
        .with("quyet-dinh", Some(if body.approved { "dong-y" } else { "khong" }))
        .with("ghi-chu", body.note)
        .form();
    let decided = refund_page::decided(&ctx, &refund, &form).await;
    decided.map_err(|e| renamed(e, &[("ghi-chu", "note")]))?;
    let refund = refund_page::owned(&ctx, path.id, APPROVE).await?;
    Ok(One(refund_of(&ctx, refund)))
}

/// Gives one back.
pub async fn give(ctx: Ctx, path: ById, body: RefundGivenIn) -> Result<One<RefundOut>> {
    let refund = refund_page::owned(&ctx, path.id, COLLECT).await?;
    let way = match body.way {
        GivenIn::Cash => "tien-mat",
        GivenIn::Transfer => "chuyen-khoan",
    };
    let form = Sent::new().with("cach", Some(way)).with("chung-tu", Some(body.proof)).form();
    let given = refund_page::given(&ctx, &refund, &form).await;
    given.map_err(|e| renamed(e, &[("chung-tu", "proof")]))?;
    Ok(One(refund_of(&ctx, refund_page::owned(&ctx, path.id, COLLECT).await?)))
}
