//! What is done: each body becomes what the page's form would send, and the deed itself reads it.

use super::super::deeds;
use super::told::{self, BudgetOut};
use platform::Ctx;
use platform::api::types::{ById, Sent, renamed};
use platform::api::{Created, Nothing, One};
use platform::error::Result;
use schemars::JsonSchema;
use serde::Deserialize;

/// Names of the forms' fields in bodies.
const NAMES: [(&str, &str); 23] = [
    ("co-quan", "agency"),
    ("nam", "year"),
    ("viec", "plan_line"),
    ("viec-khac", "task"),
    ("linh-vuc", "field"),
    ("noi-dung", "name"),
    ("muc-chi", "cost_item"),
    ("dinh-muc", "norm"),
    ("nguon", "source"),
    ("don-vi", "unit"),
    ("so-luong", "quantity"),
    ("don-gia", "price"),
    ("ly-do", "reason"),
    ("so-tien", "amount"),
    ("dong", "line"),
    ("y-kien", "text"),
    ("quyet-dinh", "paper"),
    ("ngay", "on"),
    ("ghi-chu", "note"),
    ("chung-tu", "paper"),
    ("don-vi-nhan", "payee"),
    ("ket-qua", "approved"),
    ("khoa", "key"),
];

/// The agency and year of an estimate.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginIn {
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-noi-vu"]))]
    agency: String,
    /// Year.
    #[schemars(range(min = 2000, max = 2100))]
    year: i64,
}

/// A line.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Line of work of the agency's plan.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    plan_line: Option<i64>,
    /// A task outside the plan.
    #[schemars(length(max = 300))]
    task: Option<String>,
    /// Field of the programme, for a task outside the plan.
    #[schemars(length(max = 20))]
    field: Option<String>,
    /// What the money is for.
    #[schemars(length(min = 1, max = 300))]
    name: String,
    /// Code of the cost item.
    #[schemars(length(min = 1, max = 60))]
    cost_item: String,
    /// The norm it follows.
    #[schemars(length(max = 300))]
    norm: Option<String>,
    /// central, city, district, commune or other.
    #[schemars(length(min = 1, max = 20))]
    source: String,
    /// What is counted.
    #[schemars(length(min = 1, max = 60))]
    unit: String,
    /// How many.
    #[schemars(range(min = 1, max = 10_000_000))]
    quantity: i64,
    /// For one of them, đồng.
    #[schemars(range(min = 1, max = 1_000_000_000_000_000_i64))]
    price: i64,
    /// Why, once the estimate was sent.
    #[schemars(length(max = 2000))]
    reason: Option<String>,
}

/// An act on what was seen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
}

/// An act that says why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhyIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Why.
    #[schemars(length(min = 1, max = 1000))]
    reason: String,
}

/// A comment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentIn {
    /// Number of the line; none: the whole budget.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    line: Option<i64>,
    /// What is said.
    #[schemars(length(min = 1, max = 2000))]
    text: String,
}

/// Another amount of a line.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// The new amount, đồng.
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_i64))]
    amount: i64,
    /// Why.
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
}

/// Passing on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PassIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// The signed paper: demanded of the Council's resolution.
    #[schemars(length(max = 300))]
    paper: Option<String>,
    /// Day it was signed.
    on: Option<platform::api::types::On>,
    /// What is noted.
    #[schemars(length(max = 2000))]
    note: Option<String>,
}

/// Money of a line.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartIn {
    /// Number of the line.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    line: i64,
    /// Amount, đồng.
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_i64))]
    amount: i64,
    /// The same by quarter; left out: by the year only.
    #[schemars(length(max = 4))]
    quarters: Option<Vec<i64>>,
}

/// An allocation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocateIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// The signed decision.
    #[schemars(length(min = 1, max = 300))]
    paper: String,
    /// Day it was signed.
    on: platform::api::types::On,
    /// Each line with its amount.
    #[schemars(length(min = 1, max = 1000))]
    lines: Vec<PartIn>,
    /// A key of the caller's own: the same one twice allocates once.
    #[schemars(length(min = 16, max = 100))]
    key: String,
}

/// A proposed adjustment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Why.
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
    /// Lines that get another amount.
    #[schemars(length(min = 1, max = 1000))]
    lines: Vec<PartIn>,
    /// A key of the caller's own: the same one twice proposes once.
    #[schemars(length(min = 16, max = 100))]
    key: String,
}

/// A decision on what was proposed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Whether it is approved.
    approved: bool,
    /// The signed decision.
    #[schemars(length(min = 1, max = 300))]
    paper: String,
    /// Day it was signed.
    on: platform::api::types::On,
}

/// What was spent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpendIn {
    /// Day it was spent.
    on: platform::api::types::On,
    /// Number of the voucher.
    #[schemars(length(min = 1, max = 200))]
    paper: String,
    /// Amount, đồng.
    #[schemars(range(min = 1, max = 1_000_000_000_000_000_i64))]
    amount: i64,
    /// Who was paid: an organisation, no citizen.
    #[schemars(length(min = 1, max = 300))]
    payee: String,
    /// What for.
    #[schemars(length(max = 500))]
    purpose: Option<String>,
    /// A key of the caller's own: the same one twice enters once.
    #[schemars(length(min = 16, max = 100))]
    key: String,
}

/// Why an entry is struck out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrikeIn {
    /// Why.
    #[schemars(length(min = 1, max = 1000))]
    reason: String,
}

/// What is said of a line's rest.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestIn {
    /// Number of the line.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    line: i64,
    /// Carried over of what is left, đồng; all else is given back.
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_i64))]
    carried: i64,
    /// Why spending lies off.
    #[schemars(length(max = 1000))]
    explanation: Option<String>,
}

/// An account.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Lines of which something is to be said.
    #[schemars(length(max = 1000))]
    lines: Vec<RestIn>,
    /// A key of the caller's own: the same one twice renders account once.
    #[schemars(length(min = 16, max = 100))]
    key: String,
}

/// A signed approval.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveIn {
    /// Version of the budget that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// The signed decision.
    #[schemars(length(min = 1, max = 300))]
    paper: String,
    /// Day it was signed.
    on: platform::api::types::On,
}

/// What an act answers with: the budget as it stands then.
type Done = Result<One<BudgetOut>>;

fn seen(version: i64) -> Sent {
    Sent::new().with(deeds::VERSION, Some(version))
}

/// The budget after an act, or the act's errors under the names of the body.
async fn now<T>(ctx: &Ctx, id: i64, done: Result<T>) -> Done {
    done.map_err(|e| renamed(e, &NAMES))?;
    Ok(One(told::budget(ctx, deeds::read(ctx, id).await?)))
}

fn parts(sent: Sent, lines: &[PartIn]) -> Sent {
    lines.iter().fold(sent, |sent, part| {
        let sent = sent.with(&format!("giao-{}", part.line), Some(part.amount));
        let quarters = part.quarters.iter().flatten();
        (1..).zip(quarters).fold(sent, |sent, (number, amount): (i64, _)| {
            sent.with(&format!("quy{number}-{}", part.line), Some(amount))
        })
    })
}

pub async fn begin(ctx: Ctx, _: Nothing, body: BeginIn) -> Result<Created<BudgetOut>> {
    let form = Sent::new().with("co-quan", Some(&body.agency)).with("nam", Some(body.year)).form();
    let id = deeds::begin(&ctx, &form).await.map_err(|e| renamed(e, &NAMES))?;
    Ok(Created { at: told::href(id), body: told::budget(&ctx, deeds::read(&ctx, id).await?) })
}

pub async fn add_line(ctx: Ctx, path: ById, body: LineIn) -> Done {
    let form = seen(body.version)
        .with("viec", body.plan_line)
        .with("viec-khac", body.task)
        .with("linh-vuc", body.field)
        .with("noi-dung", Some(body.name))
        .with("muc-chi", Some(body.cost_item))
        .with("dinh-muc", body.norm)
        .with("nguon", Some(body.source))
        .with("don-vi", Some(body.unit))
        .with("so-luong", Some(body.quantity))
        .with("don-gia", Some(body.price))
        .with("ly-do", body.reason)
        .form();
    now(&ctx, path.id, deeds::add_line(&ctx, path.id, &form).await).await
}

pub async fn submit(ctx: Ctx, path: ById, body: SeenIn) -> Done {
    now(&ctx, path.id, deeds::submit(&ctx, path.id, &seen(body.version).form()).await).await
}

pub async fn withdraw(ctx: Ctx, path: ById, body: SeenIn) -> Done {
    now(&ctx, path.id, deeds::withdraw(&ctx, path.id, &seen(body.version).form()).await).await
}

pub async fn comment(ctx: Ctx, path: ById, body: CommentIn) -> Done {
    let form = Sent::new().with("dong", body.line).with("y-kien", Some(body.text)).form();
    now(&ctx, path.id, deeds::comment(&ctx, path.id, &form).await).await
}

pub async fn change_amount(ctx: Ctx, path: ById, body: AmountIn) -> Done {
    let form = seen(body.version).with("so-tien", Some(body.amount)).with("ly-do", Some(body.reason)).form();
    let budget = deeds::change_amount(&ctx, path.id, &form).await.map_err(|e| renamed(e, &NAMES))?;
    now(&ctx, budget.id, Ok(())).await
}

pub async fn pass(ctx: Ctx, path: ById, body: PassIn) -> Done {
    let form = seen(body.version)
        .with("quyet-dinh", body.paper)
        .with("ngay", body.on.map(|on| on.0))
        .with("ghi-chu", body.note)
        .form();
    now(&ctx, path.id, deeds::pass(&ctx, path.id, &form).await).await
}

pub async fn give_back(ctx: Ctx, path: ById, body: WhyIn) -> Done {
    let form = seen(body.version).with("ly-do", Some(body.reason)).form();
    now(&ctx, path.id, deeds::give_back(&ctx, path.id, &form).await).await
}

pub async fn allocate(ctx: Ctx, path: ById, body: AllocateIn) -> Done {
    let sent = seen(body.version).with("quyet-dinh", Some(body.paper)).with("ngay", Some(body.on.0));
    let form = parts(sent, &body.lines).with(deeds::KEY, Some(body.key)).form();
    now(&ctx, path.id, deeds::allocate(&ctx, path.id, &form).await).await
}

pub async fn adjust(ctx: Ctx, path: ById, body: AdjustIn) -> Done {
    let sent = seen(body.version).with("ly-do", Some(body.reason));
    let form = parts(sent, &body.lines).with(deeds::KEY, Some(body.key)).form();
    now(&ctx, path.id, deeds::adjust(&ctx, path.id, &form).await).await
}

pub async fn decide_adjustment(ctx: Ctx, path: ById, body: DecideIn) -> Done {
    let form = seen(body.version)
        .with("ket-qua", Some(if body.approved { "duyet" } else { "tu-choi" }))
        .with("quyet-dinh", Some(body.paper))
        .with("ngay", Some(body.on.0))
        .form();
    let done = deeds::decide_adjustment(&ctx, path.id, &form).await.map_err(|e| renamed(e, &NAMES))?;
    now(&ctx, done.id, Ok(())).await
}

pub async fn spend(ctx: Ctx, path: ById, body: SpendIn) -> Done {
    let form = Sent::new()
        .with("ngay", Some(body.on.0))
        .with("chung-tu", Some(body.paper))
        .with("so-tien", Some(body.amount))
        .with("don-vi-nhan", Some(body.payee))
        .with("noi-dung", body.purpose)
        .with(deeds::KEY, Some(body.key))
        .form();
    let done = deeds::spend(&ctx, path.id, &form).await;
    let (budget, _) = deeds::read_line(&ctx, path.id).await?;
    now(&ctx, budget.id, done).await
}

pub async fn strike_out(ctx: Ctx, path: ById, body: StrikeIn) -> Done {
    let form = Sent::new().with("ly-do", Some(body.reason)).form();
    let budget = deeds::strike_out(&ctx, path.id, &form).await.map_err(|e| renamed(e, &NAMES))?;
    now(&ctx, budget.id, Ok(())).await
}

pub async fn settle(ctx: Ctx, path: ById, body: SettleIn) -> Done {
    let sent = body.lines.iter().fold(seen(body.version), |sent, rest| {
        sent.with(&format!("chuyen-{}", rest.line), Some(rest.carried))
            .with(&format!("giai-trinh-{}", rest.line), rest.explanation.as_ref())
    });
    let form = sent.with(deeds::KEY, Some(body.key)).form();
    now(&ctx, path.id, deeds::render_account(&ctx, path.id, &form).await).await
}

pub async fn approve_account(ctx: Ctx, path: ById, body: ApproveIn) -> Done {
    let form = seen(body.version).with("quyet-dinh", Some(body.paper)).with("ngay", Some(body.on.0)).form();
    now(&ctx, path.id, deeds::approve_account(&ctx, path.id, &form).await).await
}

pub async fn return_account(ctx: Ctx, path: ById, body: WhyIn) -> Done {
    let form = seen(body.version).with("ly-do", Some(body.reason)).form();
    now(&ctx, path.id, deeds::give_account_back(&ctx, path.id, &form).await).await
}
