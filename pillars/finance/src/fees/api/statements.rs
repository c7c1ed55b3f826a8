//! The gateway's statements and what was found of their lines, for the whole city.

use crate::fees::pages::{reconcile as reconcile_page, statement as statement_page};
use crate::fees::rules::reconcile::Finding;
use crate::fees::store::{self, StatedRow, StatementRow};
use platform::Ctx;
use platform::api::types::{Asked, At, ById, FileIn, Sent, Word, renamed};
use platform::api::{Created, Listed, Nothing, One};
use platform::error::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the page before ended.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// What was found of a line.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum FindingIn {
    /// Both say the same.
    Matched,
    /// Other amounts.
    Amount,
    /// No such order here.
    Unknown,
    /// Paid at the gateway, not here.
    NotPaidHere,
    /// A second payment of one order.
    Double,
    /// Paid here, not in the statement.
    NotStated,
}

impl FindingIn {
    fn finding(self) -> Finding {
        match self {
            FindingIn::Matched => Finding::Matched,
            FindingIn::Amount => Finding::Amount,
            FindingIn::Unknown => Finding::Unknown,
            FindingIn::NotPaidHere => Finding::NotPaidHere,
            FindingIn::Double => Finding::Double,
            FindingIn::NotStated => Finding::NotStated,
        }
    }
}

/// Filters of lines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineFilters {
    /// What was found of them.
    finding: Option<FindingIn>,
    /// Discrepancies that are settled (true), or not yet (false).
    settled: Option<bool>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A statement to take in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementIn {
    /// CSV with the columns `order`, `reference`, `amount` and `day`.
    file: FileIn,
}

/// How a discrepancy was settled.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettledIn {
    /// What was found out and done.
    #[schemars(length(min = 1, max = 1000), extend("examples" = ["Cổng đã xác nhận ghi thừa."]))]
    reason: String,
}

/// A statement.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatementOut {
    /// Number of the record.
    id: i64,
    /// Name of its file.
    name: String,
    /// First day it tells of.
    from_on: String,
    /// Last day.
    to_on: String,
    /// Lines.
    lines: i64,
    /// đồng of all lines.
    amount: i64,
    /// Discrepancies that nobody settled.
    open: i64,
    /// When it was taken in.
    imported_at: At,
    /// By whom.
    imported_by: String,
    /// Address of its lines.
    href: String,
}

/// A line of a statement.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatedOut {
    /// Number of the line.
    id: i64,
    /// Code of the order.
    order: String,
    /// The gateway's number.
    reference: String,
    /// đồng.
    amount: i64,
    /// Its day.
    on: String,
    /// What was found.
    finding: Word,
    /// When the discrepancy was settled.
    settled_at: Option<At>,
    /// What was found out and done.
    reason: Option<String>,
    /// By whom.
    settled_by: Option<String>,
    /// Address of the demand that the order paid.
    demand: Option<String>,
}

fn statement_of(row: StatementRow) -> StatementOut {
    StatementOut {
        imported_at: At::of(row.imported_at),
        href: format!("{}/gateway-statements/{}/lines", platform::api::PREFIX, row.id),
        id: row.id,
        name: row.name,
        from_on: row.from_on,
        to_on: row.to_on,
        lines: row.lines,
        amount: row.amount,
        open: row.open_findings,
        imported_by: row.importer_name,
    }
}

fn line_of(ctx: &Ctx, row: StatedRow) -> StatedOut {
    StatedOut {
        finding: Word { name: statement_page::finding(ctx, &row.finding), code: row.finding },
        settled_at: row.settled_at.map(At::of),
        demand: row.demand_id.map(|id| format!("{}/fee-demands/{id}", platform::api::PREFIX)),
        id: row.id,
        order: row.order_code,
        reference: row.reference,
        amount: row.amount,
        on: row.on_day,
        reason: row.settle_reason,
        settled_by: row.settler_name,
    }
}

async fn found(ctx: &Ctx, id: i64) -> Result<StatementRow> {
    store::statement(&ctx.app.store, id).await?.ok_or(Error::NotFound)
}

/// A page of statements.
pub async fn list(ctx: Ctx, _: Nothing, asked: After) -> Result<Listed<StatementOut>> {
    let query = Asked::new().after(asked.after.as_deref())?;
    let found = store::statements().page::<StatementRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(statement_of(row)))
}

/// Takes one in.
pub async fn import(ctx: Ctx, _: Nothing, body: StatementIn) -> Result<Created<StatementOut>> {
    let form = Sent::new().files("tep", "file", &[body.file])?.form();
    let id = reconcile_page::imported(&ctx, &form).await.map_err(|e| renamed(e, &[("tep", "file")]))?;
    let statement = statement_of(found(&ctx, id).await?);
    Ok(Created { at: statement.href.clone(), body: statement })
}

/// A page of a statement's lines.
pub async fn lines(ctx: Ctx, path: ById, asked: LineFilters) -> Result<Listed<StatedOut>> {
    let statement = found(&ctx, path.id).await?;
    let query = Asked::new()
        .with("thay", asked.finding.map(|finding| finding.finding().code()))
        .with("xu-ly", asked.settled.map(|settled| if settled { "het" } else { "con" }))
        .after(asked.after.as_deref())?;
    let lines = statement_page::narrowed(statement.id, &query);
    let found = lines.page::<StatedRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(line_of(&ctx, row)))
}

/// Settles a discrepancy.
pub async fn settle(ctx: Ctx, path: ById, body: SettledIn) -> Result<One<StatedOut>> {
    let line = async || store::stated_line(&ctx.app.store, path.id).await?.ok_or(Error::NotFound);
    let form = Sent::new().with("ly-do", Some(body.reason)).form();
    let settled = statement_page::settled(&ctx, &line().await?, &form).await;
    settled.map_err(|e| renamed(e, &[("ly-do", "reason")]))?;
    Ok(One(line_of(&ctx, line().await?)))
}
