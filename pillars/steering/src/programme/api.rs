//! Operations of the programming interface on definitions: the list, one with what it changes, and the acts of its way, by the
//! rules of the pages.

use super::acts;
use super::document::Measure;
use super::pages::definition::{city, seen};
use super::pages::{define, definitions::narrowed};
use super::rules::{State, changed};
use super::slice::{DEFINE, REVIEW, VIEW};
use super::store::definitions::{self, Definition};
use platform::api::types::{Asked, At, ById, Sent, renamed};
use platform::api::{Created, Listed, Nothing, One, Op, Operations};
use platform::error::{Error, FieldErrors, Result};
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op = |path, id, permission, summary| Op { path, id, access: Access::Permission(permission), summary };
    Operations::new()
        .get(
            op(
                "/measure-definitions",
                "listMeasureDefinitions",
                VIEW,
                "The city's own definitions of measures, the newest first",
            ),
            list,
        )
        .post(
            op(
                "/measure-definitions",
                "beginMeasureDefinition",
                DEFINE,
                "Drafts the next definition of a measure",
            ),
            begin,
        )
        .get(
            op(
                "/measure-definitions/{id}",
                "getMeasureDefinition",
                VIEW,
                "A definition with what it changes",
            ),
            one,
        )
        .post(
            op(
                "/measure-definitions/{id}/submissions",
                "submitMeasureDefinition",
                DEFINE,
                "Sends a definition to its reviewers",
            ),
            submit,
        )
        .post(
            op(
                "/measure-definitions/{id}/decisions",
                "decideMeasureDefinition",
                REVIEW,
                "Approves a definition that another person wrote, or gives it back",
            ),
            decide,
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filters {
    /// draft, submitted, returned, approved or dropped.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["submitted"]))]
    state: Option<String>,
    /// The measure's code in addresses.
    #[schemars(length(min = 1, max = 80))]
    measure: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A definition to draft; what is not given stays as it is in force.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DefinitionIn {
    /// The measure's code in addresses.
    #[schemars(length(min = 1, max = 80))]
    measure: String,
    /// How it is counted, in words.
    #[schemars(length(min = 1, max = 2000))]
    formula: Option<String>,
    /// Target.
    target: Option<f64>,
    /// Distance from the target that is still amber.
    amber_within: Option<f64>,
    /// Milestones by year; all of them, where any is given.
    milestones: Option<BTreeMap<String, f64>>,
    /// Why it changes.
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
    /// First day it is to be in force, today or later.
    #[schemars(length(min = 10, max = 10), extend("format" = "date"))]
    from: String,
}

/// What the reviewer says.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DecisionIn {
    /// Approved, or given back.
    approved: bool,
    /// What has to be mended; demanded where it is given back.
    #[schemars(length(max = 2000))]
    remark: Option<String>,
}

/// A changed field.
#[derive(Debug, Serialize, JsonSchema)]
struct ChangedOut {
    /// Which.
    field: &'static str,
    /// What was in force.
    before: String,
    /// What is defined.
    after: String,
}

/// A definition.
#[derive(Debug, Serialize, JsonSchema)]
struct DefinitionOut {
    /// Number of the record.
    id: i64,
    /// Code of the measure.
    measure: String,
    /// Number of the version.
    version: i64,
    /// draft, submitted, returned, approved or dropped.
    state: String,
    /// First day in force.
    from: String,
    /// Why it changes.
    reason: String,
    /// Who wrote it.
    proposed_by: String,
    /// When.
    proposed_at: At,
    /// Who decided.
    decided_by: Option<String>,
    /// When.
    decided_at: Option<At>,
    /// What it changes.
    changes: Vec<ChangedOut>,
    /// Address of the record.
    href: String,
}

fn told(d: &Definition) -> Result<DefinitionOut> {
    let changes = changed(&d.base()?, &d.measure()?);
    Ok(DefinitionOut {
        id: d.id,
        measure: d.code.clone(),
        version: d.version,
        state: d.state.clone(),
        from: d.from_on.clone(),
        reason: d.reason.clone(),
        proposed_by: d.proposed_name.clone(),
        proposed_at: At::of(d.proposed_at),
        decided_by: d.decided_at.map(|_| d.decided_name.clone()),
        decided_at: d.decided_at.map(At::of),
        changes: changes
            .into_iter()
            .map(|c| ChangedOut { field: c.field, before: c.before, after: c.after })
            .collect(),
        href: href(d.id),
    })
}

fn href(id: i64) -> String {
    format!("{}/measure-definitions/{id}", platform::api::PREFIX)
}

async fn list(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<DefinitionOut>> {
    city(&ctx, VIEW)?;
    if asked.state.as_deref().is_some_and(|state| State::of(state).is_none()) {
        let mut errors = FieldErrors::new();
        errors.add("state", "programme-error-state");
        return Err(Error::Invalid(errors));
    }
    let query = Asked::new()
        .with("trang-thai", asked.state)
        .with("chi-tieu", asked.measure)
        .after(asked.after.as_deref())?;
    let page = narrowed(&query).page::<Definition>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |d| told(&d))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<DefinitionOut>> {
    let found = seen(&ctx, VIEW, path.id, None).await?;
    Ok(One(told(&found)?))
}

/// The form's names under those of the body.
const NAMES: [(&str, &str); 6] = [
    ("cong-thuc", "formula"),
    ("muc", "target"),
    ("sat", "amber_within"),
    ("moc", "milestones"),
    ("ly-do", "reason"),
    ("tu-ngay", "from"),
];

async fn begin(ctx: Ctx, _: Nothing, body: DefinitionIn) -> Result<Created<DefinitionOut>> {
    city(&ctx, DEFINE)?;
    let defined = definitions::measure(&ctx.app.store, &body.measure, ctx.today()).await?;
    let base: Measure = serde_json::from_str(&defined.content)?;
    let comparator = define::comparator_code(base.comparator);
    let mut sent = Sent::new()
        .with("ten", Some(&base.name))
        .with("ten-en", Some(&base.name_en))
        .with("cong-thuc", body.formula.as_ref().or(Some(&base.formula)))
        .with("chi-so", base.indicator.as_ref())
        .with("so-sanh", Some(comparator))
        .with("muc", body.target.or(base.target))
        .with("giai-thich", base.target_note.as_ref())
        .with("sat", Some(body.amber_within.unwrap_or(base.amber_within)))
        .with("han", base.due_on)
        .with("ly-do", Some(&body.reason))
        .with("tu-ngay", Some(&body.from));
    let kept = base.yearly.iter().map(|(year, v)| (year.to_string(), *v)).collect();
    for (year, value) in body.milestones.unwrap_or(kept) {
        sent = sent.with(&format!("moc-{year}"), Some(value));
    }
    let read = define::read(&ctx, &base, &sent.form()).await?;
    let (new, reason, from) = read.map_err(|errors| renamed(Error::Invalid(errors), &NAMES))?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::begin(&tx, &defined, &new, (&reason, from)).await?;
    tx.commit().await?;
    let body = told(&definitions::get(&ctx.app.store, id).await?)?;
    Ok(Created { at: href(id), body })
}

async fn submit(ctx: Ctx, path: ById, _: Nothing) -> Result<One<DefinitionOut>> {
    let found = seen(&ctx, DEFINE, path.id, None).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &found).await?;
    tx.commit().await?;
    Ok(One(told(&definitions::get(&ctx.app.store, path.id).await?)?))
}

async fn decide(ctx: Ctx, path: ById, body: DecisionIn) -> Result<One<DefinitionOut>> {
    let found = seen(&ctx, REVIEW, path.id, None).await?;
    let account = ctx.viewer()?.account_id;
    let mut errors = FieldErrors::new();
    let form = Sent::new().with("ly-do", body.remark).form();
    let remark = if body.approved { String::new() } else { form.required(&mut errors, "ly-do", 2000) };
    errors.check().map_err(|e| renamed(e, &[("ly-do", "remark")]))?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if body.approved {
        acts::approve(&ctx.app, &tx, &found, account).await?;
    } else {
        acts::give_back(&ctx.app, &tx, &found, &remark).await?;
    }
    tx.commit().await?;
    Ok(One(told(&definitions::get(&ctx.app.store, path.id).await?)?))
}
