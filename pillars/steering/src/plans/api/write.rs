//! What is done to plans through the programming interface: each body becomes what the page's form would send, and the page's own
//! reading and act take it.

use super::super::pages;
use super::super::slice::EDIT;
use super::super::store::tasks as task_store;
use super::{TaskOut, WholePlan, one, task_out};
use platform::Ctx;
use platform::api::types::{ById, FileIn, Sent, renamed};
use platform::api::{Created, Nothing, One};
use platform::error::Result;
use schemars::JsonSchema;
use serde::Deserialize;

/// A plan to begin.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanIn {
    /// Code of the agency whose plan it is.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub agency: String,
    /// Year, from the programme's first on: no rule tells the last day of an earlier one.
    #[schemars(range(min = 2011, max = 2100))]
    pub year: i64,
    /// year, first or second: the year, its first or its second half.
    #[schemars(length(min = 1, max = 10), extend("examples" = ["second"]))]
    pub span: String,
}

/// A task to write.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanTaskIn {
    /// Version of the plan that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Field of the programme, such as "II.3".
    #[schemars(length(min = 1, max = 40), extend("examples" = ["II.3"]))]
    pub field: String,
    /// Item of the programme it carries out.
    #[schemars(length(min = 1, max = 40))]
    pub item: Option<String>,
    /// What is to be done.
    #[schemars(length(min = 1, max = 500))]
    pub name: String,
    /// What comes out of it.
    #[schemars(length(min = 1, max = 500))]
    pub output: String,
    /// The figure to be reached, in words.
    #[schemars(length(max = 300))]
    pub figure: Option<String>,
    /// Code of the programme's measure its progress may be taken from.
    #[schemars(length(min = 1, max = 80))]
    pub measure: Option<String>,
    /// Code of the leading agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub lead: String,
    /// Codes of the cooperating agencies.
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub cooperating: Vec<String>,
    /// First day, ISO.
    #[schemars(length(min = 10, max = 10))]
    pub from_on: String,
    /// Last day, ISO.
    #[schemars(length(min = 10, max = 10))]
    pub to_on: String,
    /// Money, đồng.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_i64))]
    pub money: i64,
    /// city, district, commune, other or none.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["none"]))]
    pub source: String,
}

/// A plan to submit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanSeenIn {
    /// Version of the plan that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
}

/// A comment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCommentIn {
    /// Number of the task's line; the whole plan where nothing is said.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub line: Option<i64>,
    /// The comment.
    #[schemars(length(min = 1, max = 2000))]
    pub text: String,
}

/// A check-in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckInIn {
    /// Done so far, per cent; from what is measured where nothing is said.
    #[schemars(range(min = 0, max = 100))]
    pub percent: Option<i64>,
    /// It is done; then a record or a file proves it.
    #[serde(default)]
    pub done: bool,
    /// Day it happened, ISO.
    #[schemars(length(min = 10, max = 10))]
    pub happened_on: String,
    /// What happened.
    #[schemars(length(max = 2000))]
    pub text: Option<String>,
    /// Address or code of the record that proves it.
    #[schemars(length(min = 1, max = 500))]
    pub record: Option<String>,
    /// File that proves it, where no record does.
    pub file: Option<FileIn>,
}

/// Names of the forms' fields and of the bodies'.
const NAMES: [(&str, &str); 22] = [
    ("co-quan", "agency"),
    ("nam", "year"),
    ("ky", "span"),
    ("linh-vuc", "field"),
    ("muc", "item"),
    ("ten", "name"),
    ("san-pham", "output"),
    ("chi-tieu", "figure"),
    ("chi-so", "measure"),
    ("chu-tri", "lead"),
    ("phoi-hop", "cooperating"),
    ("tu", "from_on"),
    ("den", "to_on"),
    ("tien", "money"),
    ("nguon", "source"),
    ("viec", "line"),
    ("y-kien", "text"),
    ("tien-do", "percent"),
    ("xong", "done"),
    ("ngay", "happened_on"),
    ("noi-dung", "text"),
    ("lien-ket", "record"),
];

async fn whole(ctx: Ctx, id: i64) -> Result<Created<WholePlan>> {
    let at = format!("{}/plans/{id}", platform::api::PREFIX);
    let One(body) = one(ctx, ById { id }, Nothing {}).await?;
    Ok(Created { at, body })
}

/// Begins a plan.
pub async fn begin(ctx: Ctx, _: Nothing, new: PlanIn) -> Result<Created<WholePlan>> {
    let form = Sent::new()
        .with("co-quan", Some(new.agency))
        .with("nam", Some(new.year))
        .with("ky", Some(new.span))
        .form();
    let id = pages::enter(&ctx, &form).await.map_err(|e| renamed(e, &NAMES))?;
    whole(ctx, id).await
}

/// Writes a task.
pub async fn task(ctx: Ctx, path: ById, new: PlanTaskIn) -> Result<Created<TaskOut>> {
    let mut sent = Sent::new()
        .with("phien_ban", Some(new.version))
        .with("linh-vuc", Some(new.field))
        .with("muc", new.item)
        .with("ten", Some(new.name))
        .with("san-pham", Some(new.output))
        .with("chi-tieu", new.figure)
        .with("chi-so", new.measure)
        .with("chu-tri", Some(new.lead))
        .with("tu", Some(new.from_on))
        .with("den", Some(new.to_on))
        .with("tien", (new.money > 0).then_some(new.money))
        .with("nguon", Some(new.source));
    for code in new.cooperating {
        sent = sent.with("phoi-hop", Some(code));
    }
    let plan = pages::own_plan(&ctx, EDIT, path.id).await?;
    let form = sent.form();
    pages::unchanged(&ctx, &form, &plan)?;
    let line = pages::add_task(&ctx, &plan, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let body = task_out(&ctx, task_store::of_line(&ctx.app.store, line).await?);
    Ok(Created { at: format!("{}/plans/{}", platform::api::PREFIX, path.id), body })
}

/// Submits a plan.
pub async fn submit(ctx: Ctx, path: ById, seen: PlanSeenIn) -> Result<Created<WholePlan>> {
    let form = Sent::new().with("phien_ban", Some(seen.version)).form();
    pages::send(&ctx, path.id, &form).await?;
    whole(ctx, path.id).await
}

/// Comments.
pub async fn comment(ctx: Ctx, path: ById, new: PlanCommentIn) -> Result<Created<WholePlan>> {
    let form = Sent::new().with("viec", new.line).with("y-kien", Some(new.text)).form();
    pages::say(&ctx, path.id, &form).await.map_err(|e| renamed(e, &NAMES))?;
    whole(ctx, path.id).await
}

/// Tells how far a task is.
pub async fn check_in(ctx: Ctx, path: ById, new: CheckInIn) -> Result<Created<TaskOut>> {
    let measured = new.percent.is_none().then_some("chi-so");
    let files: Vec<FileIn> = new.file.into_iter().collect();
    let form = Sent::new()
        .with("cach", measured)
        .with("tien-do", new.percent)
        .ticked("xong", new.done)
        .with("ngay", Some(new.happened_on))
        .with("noi-dung", new.text)
        .with("lien-ket", new.record)
        .files("tep", "file", &files)?
        .form();
    pages::tell(&ctx, path.id, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let body = task_out(&ctx, task_store::of_line(&ctx.app.store, path.id).await?);
    Ok(Created { at: format!("{}/plan-tasks", platform::api::PREFIX), body })
}
