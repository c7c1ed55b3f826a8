//! What dossiers owe and have paid, and what of it may be put right without a drawer.

use super::money::{RefundOut, refund_of};
use super::schedule::way;
use crate::fees::pages::{demand as page, demands};
use crate::fees::rules::book::receipt_number;
use crate::fees::slice::{COLLECT, VIEW};
use crate::fees::store::{self, DemandRow};
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, At, ById, On, Sent, Word, renamed};
use platform::api::{Created, Listed, Nothing, One};
use platform::error::{Error, Result};
use platform::reads;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a demand stands.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StandingIn {
    /// Nothing is paid yet.
    Open,
    /// A part is paid.
    Part,
    /// All is paid.
    Settled,
    /// More is held than was owed.
    Over,
    /// Nothing is to be paid.
    Exempt,
}

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandFilters {
    /// Code of the dossier or a part of it, or words of the payer's name.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// How they stand.
    standing: Option<StandingIn>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    procedure: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// By rates of this day or later.
    from: Option<On>,
    /// By rates of this day or earlier.
    to: Option<On>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A line of a demand with another quantity.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct QuantityIn {
    /// Number of the line.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    line: i64,
    /// How many.
    #[schemars(range(min = 1, max = 9999))]
    quantity: i64,
}

/// What shall stand of a demand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustIn {
    /// Quantities; lines not named stay as they are.
    #[serde(default)]
    #[schemars(length(max = 50))]
    quantities: Vec<QuantityIn>,
    /// Code of the group that the payer belongs to, from the city's list of reliefs; none takes a relief off.
    #[schemars(length(max = 60))]
    relief: Option<String>,
    /// The paper that proves it; needed with a relief.
    #[schemars(length(max = 200))]
    proof: Option<String>,
    /// The result goes by post, whose tariff is added.
    #[serde(default)]
    postage: bool,
}

/// A refund to ask for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskRefundIn {
    /// đồng.
    #[schemars(range(min = 1, max = 10_000_000_000_i64), extend("examples" = [8000]))]
    amount: i64,
    /// Why.
    #[schemars(length(min = 1, max = 500))]
    reason: String,
}

/// A demand in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DemandLine {
    /// Number of the record.
    id: i64,
    /// Number of the dossier.
    dossier: i64,
    /// Code of the dossier.
    dossier_code: String,
    /// Who pays.
    payer: String,
    /// Code of the procedure.
    procedure: String,
    /// Agency.
    agency: AgencyBrief,
    /// When it was made.
    made_at: At,
    /// đồng to be paid.
    due: i64,
    /// đồng paid and not given back.
    held: i64,
    /// đồng still owed.
    owed: i64,
    /// open, part, settled, over or exempt.
    standing: &'static str,
    /// Address of the record.
    href: String,
}

/// A line of a demand.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LineOut {
    /// Number of the line.
    id: i64,
    /// fee, charge or postage.
    kind: String,
    /// Name as the receipt says it.
    name: String,
    /// What the amount is for.
    unit: String,
    /// How many.
    quantity: i64,
    /// đồng for one.
    each: i64,
    /// đồng taken off by relief.
    relieved: i64,
    /// đồng to be paid.
    due: i64,
    /// đồng paid.
    paid: i64,
    /// The text it rests on.
    basis: String,
}

/// A payment.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PaymentOut {
    /// When.
    paid_at: At,
    /// How.
    way: Word,
    /// đồng.
    amount: i64,
    /// Number of its receipt.
    receipt: Option<String>,
    /// Who took it.
    taken_by: String,
    /// When it was cancelled; null while it stands.
    cancelled_at: Option<At>,
    /// Why.
    cancel_reason: Option<String>,
}

/// A demand.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DemandOut {
    /// What the list says of it.
    demand: DemandLine,
    /// Day whose rates it goes by.
    rates_on: String,
    /// The relief that was granted.
    relief: Option<String>,
    /// đồng given back.
    refunded: i64,
    /// Its lines.
    lines: Vec<LineOut>,
    /// Payments.
    payments: Vec<PaymentOut>,
    /// Refunds.
    refunds: Vec<RefundOut>,
    /// Path of the page on which it is paid online.
    pay: String,
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 5] = [
    ("nhom", "relief"),
    ("giay-to", "proof"),
    ("buu-chinh", "postage"),
    ("so-tien", "amount"),
    ("ly-do", "reason"),
];

/// Id of an agency in a filter; one that nobody knows has nothing in any list.
pub fn agency(ctx: &Ctx, code: Option<String>) -> Option<i64> {
    code.map(|code| ctx.app.directory().by_code(&code).map_or(0, |agency| agency.id))
}

fn line(ctx: &Ctx, row: &DemandRow) -> DemandLine {
    DemandLine {
        id: row.id,
        dossier: row.dossier_id,
        dossier_code: row.dossier_code.clone(),
        payer: row.payer_name.clone(),
        procedure: row.procedure_code.clone(),
        agency: AgencyBrief::of(ctx, row.agency_id),
        made_at: At::of(row.made_at),
        due: row.due,
        held: row.sums().held(),
        owed: row.sums().owed(),
        standing: row.standing().code(),
        href: format!("{}/fee-demands/{}", platform::api::PREFIX, row.id),
    }
}

/// A page of the list.
pub async fn list(ctx: Ctx, _: Nothing, asked: DemandFilters) -> Result<Listed<DemandLine>> {
    let standing = asked.standing.map(|standing| match standing {
        StandingIn::Open => "open",
        StandingIn::Part => "part",
        StandingIn::Settled => "settled",
        StandingIn::Over => "over",
        StandingIn::Exempt => "exempt",
    });
    let query = Asked::new()
        .with("q", asked.q)
        .with("tinh-trang", standing)
        .with("thu-tuc", asked.procedure)
        .with("don-vi", agency(&ctx, asked.agency))
        .with("tu", asked.from.map(|day| day.0))
        .with("den", asked.to.map(|day| day.0))
        .after(asked.after.as_deref())?;
    let found = demands::narrowed(&ctx, &query).page::<DemandRow>(&ctx.app.store, &query).await?;
    reads::note_list(&ctx, VIEW, "/api/v1/fee-demands").await?;
    Listed::of(&ctx, found, |row| Ok(line(&ctx, &row)))
}

/// A demand as it is told; the look is noted.
pub async fn told(ctx: &Ctx, of: &DemandRow) -> Result<DemandOut> {
    page::note(ctx, of).await?;
    let db = &ctx.app.store;
    let lines = store::lines_of(db, of.id).await?.into_iter().map(|line| LineOut {
        due: line.amount - line.relieved,
        id: line.id,
        kind: line.kind,
        name: line.name,
        unit: line.unit,
        quantity: line.quantity,
        each: line.each_amount,
        relieved: line.relieved,
        paid: line.paid,
        basis: line.basis,
    });
    let payments = store::payments_of(db, of.id).await?.into_iter().map(|paid| PaymentOut {
        paid_at: At::of(paid.paid_at),
        way: way(ctx, &paid.way),
        amount: paid.amount,
        receipt: match paid.receipt_year.zip(paid.receipt_number) {
            Some((year, number)) => Some(receipt_number(year, number)),
            None => paid.paper_number,
        },
        taken_by: paid.taker_name,
        cancelled_at: paid.cancelled_at.map(At::of),
        cancel_reason: paid.cancel_reason,
    });
    Ok(DemandOut {
        demand: line(ctx, of),
        rates_on: of.rates_on.clone(),
        relief: of.relief_name.clone(),
        refunded: of.refunded,
        lines: lines.collect(),
        payments: payments.collect(),
        refunds: store::refunds_of(db, of.id).await?.into_iter().map(|row| refund_of(ctx, row)).collect(),
        pay: format!("/nop-tien/{}", of.pay_key),
    })
}

/// One of them.
pub async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<DemandOut>> {
    let of = page::owned(&ctx, path.id, VIEW).await?;
    Ok(One(told(&ctx, &of).await?))
}

/// The one of a dossier.
pub async fn of_dossier(ctx: Ctx, path: ById, _: Nothing) -> Result<One<DemandOut>> {
    let of = store::demand_of_dossier(&ctx.app.store, path.id).await?.ok_or(Error::NotFound)?;
    ctx.require(VIEW, of.agency_id)?;
    Ok(One(told(&ctx, &of).await?))
}

/// Puts it right.
pub async fn adjust(ctx: Ctx, path: ById, body: AdjustIn) -> Result<One<DemandOut>> {
    let of = page::owned(&ctx, path.id, COLLECT).await?;
    let sent =
        Sent::new().with("nhom", body.relief).with("giay-to", body.proof).ticked("buu-chinh", body.postage);
    let sent = body
        .quantities
        .iter()
        .fold(sent, |sent, asked| sent.with(&format!("sl-{}", asked.line), Some(asked.quantity)));
    page::adjusted(&ctx, of.id, &sent.form()).await.map_err(|e| renamed(e, &NAMES))?;
    let of = page::owned(&ctx, path.id, COLLECT).await?;
    Ok(One(told(&ctx, &of).await?))
}

/// Asks for money back.
pub async fn ask_refund(ctx: Ctx, path: ById, body: AskRefundIn) -> Result<Created<RefundOut>> {
    let of = page::owned(&ctx, path.id, COLLECT).await?;
    let form = Sent::new().with("so-tien", Some(body.amount)).with("ly-do", Some(body.reason)).form();
    let id = page::refund_asked(&ctx, of.id, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let refund = store::refund(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    let at = format!("{}/fee-demands/{}", platform::api::PREFIX, of.id);
    Ok(Created { at, body: refund_of(&ctx, refund) })
}
