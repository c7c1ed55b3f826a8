//! Lists and records: the lists of the pages under the caller's own rights, a budget whole, the sums of a year.

use super::super::store::budgets::Budget;
use super::super::store::lines::{self, Line};
use super::super::store::spending::Entry;
use super::super::store::{money, talk, way};
use super::super::{deeds, pages};
use super::told::{self, BudgetChangeOut, BudgetCommentOut, BudgetDecisionOut, BudgetLineOut, BudgetOut};
use super::told::{BudgetStepOut, SpendingOut};
use platform::Ctx;
use platform::api::types::{Asked, ById};
use platform::api::{Listed, Nothing, One};
use platform::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetFilters {
    /// Year of the budget.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-noi-vu"]))]
    agency: Option<String>,
    /// city, district or commune.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["city"]))]
    tier: Option<String>,
    /// draft, underway, returned, decided, allocated, settling or settled.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["allocated"]))]
    state: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineFilters {
    /// Year of the budget.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-noi-vu"]))]
    agency: Option<String>,
    /// Source of the money.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["city"]))]
    source: Option<String>,
    /// Field of the programme.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["II.3"]))]
    field: Option<String>,
    /// Code of the cost item.
    #[schemars(length(min = 1, max = 60), extend("examples" = ["hoi-nghi"]))]
    cost_item: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpendingFilters {
    /// Year of the budget.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-noi-vu"]))]
    agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// What the sums of a year are grouped by.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupIn {
    /// Fields of the programme.
    #[default]
    Field,
    /// Items of the programme.
    ProgrammeItem,
    /// Tiers of the budget.
    Tier,
    /// Sources of the money.
    Source,
    /// Agencies.
    Agency,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverviewFilters {
    /// Year; the one that runs where nothing is said.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// What the sums are grouped by; by field where nothing is said.
    by: Option<GroupIn>,
}

/// A budget with all that belongs to it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WholeBudget {
    /// The budget.
    budget: BudgetOut,
    /// Its lines, in their order.
    lines: Vec<BudgetLineOut>,
    /// Its way, by round.
    steps: Vec<BudgetStepOut>,
    /// What was changed on it, the oldest first.
    changes: Vec<BudgetChangeOut>,
    /// Comments, the oldest first.
    comments: Vec<BudgetCommentOut>,
    /// Decisions on its money, the oldest first.
    decisions: Vec<BudgetDecisionOut>,
}

/// Sums of a group.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BudgetSums {
    /// Its code; "-" for lines outside the programme.
    code: String,
    /// Asked for, đồng.
    proposed: i64,
    /// Decided, đồng.
    amount: i64,
    /// Allocated, đồng.
    allocated: i64,
    /// Spent, đồng.
    spent: i64,
}

/// The sums of a year.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BudgetOverview {
    /// By group.
    groups: Vec<BudgetSums>,
    /// The whole: what the groups add up to.
    total: BudgetSums,
}

pub async fn list(ctx: Ctx, _: Nothing, asked: BudgetFilters) -> Result<Listed<BudgetOut>> {
    let query = Asked::new()
        .with("nam", asked.year)
        .with("co-quan", asked.agency)
        .with("cap", asked.tier)
        .with("trang-thai", asked.state)
        .after(asked.after.as_deref())?;
    let page = pages::budget_list(&ctx, &query).page::<Budget>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |budget| Ok(told::budget(&ctx, budget)))
}

pub async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholeBudget>> {
    let budget = deeds::read(&ctx, path.id).await?;
    let (store, id) = (&ctx.app.store, path.id);
    Ok(One(WholeBudget {
        lines: lines::of(store, id).await?.into_iter().map(|l| told::line(&ctx, l)).collect(),
        steps: way::steps(store, id).await?.into_iter().map(|s| told::step(&ctx, s)).collect(),
        changes: way::changes(store, id).await?.into_iter().map(|c| told::change(&ctx, c)).collect(),
        comments: talk::of(store, id).await?.into_iter().map(told::comment).collect(),
        decisions: money::of(store, id).await?.into_iter().map(told::decision).collect(),
        budget: told::budget(&ctx, budget),
    }))
}

pub async fn lines(ctx: Ctx, _: Nothing, asked: LineFilters) -> Result<Listed<BudgetLineOut>> {
    let query = Asked::new()
        .with("nam", asked.year)
        .with("co-quan", asked.agency)
        .with("nguon", asked.source)
        .with("linh-vuc", asked.field)
        .with("muc-chi", asked.cost_item)
        .after(asked.after.as_deref())?;
    let page = pages::line_list(&ctx, &query).page::<Line>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |line| Ok(told::line(&ctx, line)))
}

pub async fn spending(ctx: Ctx, _: Nothing, asked: SpendingFilters) -> Result<Listed<SpendingOut>> {
    let query =
        Asked::new().with("nam", asked.year).with("co-quan", asked.agency).after(asked.after.as_deref())?;
    let page = pages::spending_list(&ctx, &query).page::<Entry>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |entry| Ok(told::entry(entry)))
}

pub async fn overview(ctx: Ctx, _: Nothing, asked: OverviewFilters) -> Result<One<BudgetOverview>> {
    let query = Asked::new().with("nam", asked.year).after(None)?;
    let group = match asked.by.unwrap_or_default() {
        GroupIn::Field => "linh-vuc",
        GroupIn::ProgrammeItem => "muc",
        GroupIn::Tier => "cap",
        GroupIn::Source => "nguon",
        GroupIn::Agency => "co-quan",
    };
    let (groups, total) = pages::overview_sums(&ctx, &query, group).await?;
    let out = |code: String, sums: super::super::rules::Amounts| BudgetSums {
        code,
        proposed: sums.proposed.0,
        amount: sums.amount.0,
        allocated: sums.allocated.0,
        spent: sums.spent.0,
    };
    let groups = groups.into_iter().map(|(code, sums)| out(code, sums)).collect();
    Ok(One(BudgetOverview { groups, total: out(String::new(), total) }))
}
