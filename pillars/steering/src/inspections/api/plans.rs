//! A yearly plan of inspections by programs: begun, its units chosen by risk, by draw or by hand, submitted, returned, approved by a
//! second person, amended. Each body becomes what the page's form would send, and the page's own reading and act take it.

use super::super::figures;
use super::super::pages::{self, choose, draw as draw_page, plan_way, plans as begin_page};
use super::super::slice::{APPROVE, INSPECT, VIEW};
use super::super::store::plans::{self, Plan};
use super::shapes::PlanOut;
use platform::api::types::{At, ById, On, Sent, renamed};
use platform::api::{Created, Nothing, One, Op, Operations};
use platform::error::{Error, FieldErrors, Result};
use platform::{Access, Ctx, Permission};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

fn op(path: &'static str, id: &'static str, permission: Permission, summary: &'static str) -> Op {
    Op { path, id, access: Access::Permission(permission), summary }
}

/// The acts on plans and the plan they fall on, added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    way(operations)
        .get(
            op(
                "/inspection-plans/{id}",
                "getInspectionPlan",
                VIEW,
                "A yearly plan with its units, its draws and the units they may be chosen from",
            ),
            one,
        )
        .post(
            op("/inspection-plans", "beginInspectionPlan", INSPECT, "Begin an agency's plan of a year"),
            begin,
        )
        .post(
            op(
                "/inspection-plans/{id}/by-risk",
                "chooseInspectedByRisk",
                INSPECT,
                "Take units into a plan by their risk as it stands now",
            ),
            by_risk,
        )
        .post(
            op(
                "/inspection-plans/{id}/by-hand",
                "chooseInspectedByHand",
                INSPECT,
                "Take a unit into a plan with the reason",
            ),
            by_hand,
        )
        .post(
            op(
                "/inspection-plans/{id}/draw",
                "drawInspected",
                INSPECT,
                "Draw units of a plan by a seed that is kept",
            ),
            draw,
        )
        .post(
            op(
                "/inspection-plans/{id}/drop",
                "dropInspected",
                INSPECT,
                "Take a unit out of a plan with the reason",
            ),
            drop_unit,
        )
}

fn way(operations: Operations) -> Operations {
    operations
        .post(
            op(
                "/inspection-plans/{id}/submit",
                "submitInspectionPlan",
                INSPECT,
                "Send a plan to the second person",
            ),
            submit,
        )
        .post(
            op(
                "/inspection-plans/{id}/return",
                "returnInspectionPlan",
                APPROVE,
                "Give a plan back with the reason",
            ),
            give_back,
        )
        .post(
            op(
                "/inspection-plans/{id}/approve",
                "approveInspectionPlan",
                APPROVE,
                "Put a plan in force by a decision, as the second person",
            ),
            approve,
        )
        .post(
            op(
                "/inspection-plans/{id}/amend",
                "amendInspectionPlan",
                INSPECT,
                "Begin a new edition of a plan in force, with the reason",
            ),
            amend,
        )
}

/// A plan to begin.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanIn {
    /// Code of the inspecting agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-noi-vu"]))]
    agency: String,
    /// Year.
    #[schemars(range(min = 2000, max = 2100))]
    year: i64,
}

/// Units to take by their risk.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ByRiskIn {
    /// Version of the plan that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Codes of the units.
    #[schemars(length(min = 1, max = 200))]
    units: Vec<String>,
    /// First day planned, within the plan's year.
    from_on: On,
    /// Last day planned.
    to_on: On,
}

/// A unit to take by hand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ByHandIn {
    /// Version of the plan that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Code of the unit.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    unit: String,
    /// Why.
    #[schemars(length(min = 1, max = 1000))]
    reason: String,
    /// First day planned, within the plan's year.
    from_on: On,
    /// Last day planned.
    to_on: On,
}

/// How many units to draw.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DrawIn {
    /// Version of the plan that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// How many.
    #[schemars(range(min = 1, max = 500))]
    count: i64,
    /// First day planned, within the plan's year.
    from_on: On,
    /// Last day planned.
    to_on: On,
}

/// A unit to take out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DropIn {
    /// Version of the plan that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Code of the unit.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    unit: String,
    /// Why.
    #[schemars(length(min = 1, max = 1000))]
    reason: String,
}

/// An act on what was seen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SeenIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
}

/// An act that says why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WhyIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Why.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}

/// The decision that puts a plan in force.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ApproveIn {
    /// Version of the plan that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// The signed decision.
    #[schemars(length(min = 1, max = 300))]
    decision: String,
    /// Day it was signed, not after today.
    on: On,
}

/// A unit of a plan.
#[derive(Debug, Serialize, JsonSchema)]
struct ChosenOut {
    /// Code of the unit.
    unit: String,
    /// risk, random or hand: how it came into the plan.
    way: String,
    /// Why, where it was taken by hand.
    reason: String,
    /// Its risk when it was taken, in points of a hundred.
    risk: Option<f64>,
    /// Number of the draw it came by.
    draw: Option<i64>,
    /// First day planned.
    from_on: String,
    /// Last day planned.
    to_on: String,
}

/// A draw: SHA-256 over seed, line break and code gives each unit's ticket, the lowest are drawn.
#[derive(Debug, Serialize, JsonSchema)]
struct DrawOut {
    /// Number of the record.
    id: i64,
    /// The seed.
    seed: String,
    /// Codes of the units it was made of.
    pool: Vec<String>,
    /// Codes of the units drawn.
    drawn: Vec<String>,
    /// When.
    at: At,
}

/// A plan with what belongs to it.
#[derive(Debug, Serialize, JsonSchema)]
struct WholePlan {
    /// The plan.
    plan: PlanOut,
    /// Units of its newest edition.
    units: Vec<ChosenOut>,
    /// Codes of the units it may choose from.
    pool: Vec<String>,
    /// Its draws, the newest first.
    draws: Vec<DrawOut>,
}

/// A plan as lists tell it.
pub(super) fn plan_out(ctx: &Ctx, plan: Plan) -> PlanOut {
    PlanOut {
        id: plan.id,
        agency: figures::code(&ctx.app, plan.agency_id),
        year: plan.year,
        share: plan.share,
        state: plan.state,
        version: plan.version,
        approved_on: plan.approved_on,
    }
}

fn codes(text: &str) -> Vec<String> {
    text.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

async fn told(ctx: &Ctx, id: i64) -> Result<WholePlan> {
    let plan = pages::plan_for(ctx, VIEW, id).await?;
    let store = &ctx.app.store;
    let chosen = |c: plans::Choice| ChosenOut {
        unit: figures::code(&ctx.app, c.unit_id),
        way: c.way,
        reason: c.reason,
        risk: c.risk.map(|risk| risk as f64 / 100.0),
        draw: c.draw_id,
        from_on: c.from_on,
        to_on: c.to_on,
    };
    let drawn = |d: plans::Draw| DrawOut {
        id: d.id,
        pool: codes(&d.pool),
        drawn: codes(&d.chosen),
        at: At::of(d.at),
        seed: d.seed,
    };
    let units = plans::choices(store, id, plan.edition).await?.into_iter().map(chosen).collect();
    let pool = plans::pool(store, id).await?;
    Ok(WholePlan {
        units,
        pool: pool.into_iter().map(|p| figures::code(&ctx.app, p.unit_id)).collect(),
        draws: plans::draws(store, id).await?.into_iter().map(drawn).collect(),
        plan: plan_out(ctx, plan),
    })
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 9] = [
    ("co-quan", "agency"),
    ("nam", "year"),
    ("don-vi", "unit"),
    ("so-luong", "count"),
    ("tu", "from_on"),
    ("den", "to_on"),
    ("ly-do", "reason"),
    ("quyet-dinh", "decision"),
    ("ngay", "on"),
];

fn named(error: Error) -> Error {
    renamed(error, &NAMES)
}

/// What an act that was seen at a version sends.
pub(super) fn seen(version: i64) -> Sent {
    Sent::new().with("phien_ban", Some(version))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholePlan>> {
    Ok(One(told(&ctx, path.id).await?))
}

async fn begin(ctx: Ctx, _: Nothing, body: PlanIn) -> Result<Created<WholePlan>> {
    let form = Sent::new().with("co-quan", Some(body.agency)).with("nam", Some(body.year)).form();
    let id = begin_page::begun(&ctx, &form).await.map_err(named)?;
    let at = format!("{}/inspection-plans/{id}", platform::api::PREFIX);
    Ok(Created { at, body: told(&ctx, id).await? })
}

async fn by_risk(ctx: Ctx, path: ById, body: ByRiskIn) -> Result<One<WholePlan>> {
    let sent = seen(body.version).with("tu", Some(body.from_on.0)).with("den", Some(body.to_on.0));
    let form = body.units.iter().fold(sent, |sent, unit| sent.with("don-vi", Some(unit))).form();
    choose::taken_by_risk(&ctx, path.id, &form)
        .await
        .map_err(|e| named(renamed(e, &[("don-vi", "units")])))?;
    Ok(One(told(&ctx, path.id).await?))
}

async fn by_hand(ctx: Ctx, path: ById, body: ByHandIn) -> Result<One<WholePlan>> {
    let form = seen(body.version)
        .with("don-vi", Some(body.unit))
        .with("ly-do", Some(body.reason))
        .with("tu", Some(body.from_on.0))
        .with("den", Some(body.to_on.0))
        .form();
    choose::taken_by_hand(&ctx, path.id, &form).await.map_err(named)?;
    Ok(One(told(&ctx, path.id).await?))
}

async fn draw(ctx: Ctx, path: ById, body: DrawIn) -> Result<One<WholePlan>> {
    let form = seen(body.version)
        .with("so-luong", Some(body.count))
        .with("tu", Some(body.from_on.0))
        .with("den", Some(body.to_on.0))
        .form();
    draw_page::drawn(&ctx, path.id, &form).await.map_err(named)?;
    Ok(One(told(&ctx, path.id).await?))
}

async fn drop_unit(ctx: Ctx, path: ById, body: DropIn) -> Result<One<WholePlan>> {
    let Some(unit) = ctx.app.directory().by_code(&body.unit).map(|a| a.id) else {
        let mut errors = FieldErrors::new();
        errors.add("unit", "form-required");
        return Err(Error::Invalid(errors));
    };
    let form = seen(body.version).with("ly-do", Some(body.reason)).form();
    choose::taken_out(&ctx, (path.id, unit), &form).await.map_err(named)?;
    Ok(One(told(&ctx, path.id).await?))
}

async fn submit(ctx: Ctx, path: ById, body: SeenIn) -> Result<One<WholePlan>> {
    plan_way::submitted(&ctx, path.id, &seen(body.version).form()).await?;
    Ok(One(told(&ctx, path.id).await?))
}

async fn give_back(ctx: Ctx, path: ById, body: WhyIn) -> Result<One<WholePlan>> {
    let form = seen(body.version).with("ly-do", Some(body.reason)).form();
    plan_way::given_back(&ctx, path.id, &form).await.map_err(named)?;
    Ok(One(told(&ctx, path.id).await?))
}

async fn approve(ctx: Ctx, path: ById, body: ApproveIn) -> Result<One<WholePlan>> {
    let form =
        seen(body.version).with("quyet-dinh", Some(body.decision)).with("ngay", Some(body.on.0)).form();
    plan_way::approved(&ctx, path.id, &form).await.map_err(named)?;
    Ok(One(told(&ctx, path.id).await?))
}

async fn amend(ctx: Ctx, path: ById, body: WhyIn) -> Result<One<WholePlan>> {
    let form = seen(body.version).with("ly-do", Some(body.reason)).form();
    plan_way::amended(&ctx, path.id, &form).await.map_err(named)?;
    Ok(One(told(&ctx, path.id).await?))
}
