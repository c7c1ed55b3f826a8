//! What is done to a designed flow, one transaction each: begin, draw, propose, send back, publish.

use super::rules::diff::{Difference, compare};
use super::rules::process::flow_of;
use super::rules::state::{Deed, REFUSALS, State, second_person};
use super::slice::{APPROVE, EDIT};
use super::store::{self, FlowRow, Step, VersionRow};
use contracts::procedures::{Catalogue, ProcedureVersion};
use flow::{Finding, Flow, Surroundings};
use kernel::{Amount, Base, Day};
use platform::error::{Error, Refusal, Result};
use platform::{Change, Ctx, FieldErrors, Permission};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Changes told in one journal entry at most, and letters of each.
const TOLD: usize = 40;
const LETTERS: usize = 200;

/// A procedure's flow is the whole city's: who draws or approves one holds the right over the city.
pub fn over_city(ctx: &Ctx, permission: Permission) -> Result<()> {
    let city = ctx.app.directory().root(ctx.today()).map(|agency| agency.id);
    ctx.require(permission, city.ok_or(Error::NotFound)?)
}

/// Begins the flow of a procedure, from the list of steps it has today; answers the id.
pub async fn start(ctx: &Ctx, code: &str) -> Result<i64> {
    over_city(ctx, EDIT)?;
    let version = procedure(ctx, code).await?.ok_or(Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let known = store::of_procedure(&tx, code).await?;
    if known > 0 {
        return Ok(known);
    }
    let id = store::enter(&tx, code, &version.body.name).await?;
    store::begin(&tx, id, 1, &flow_of(&version.body.process), ctx.viewer()?.account_id).await?;
    let after = json!({"flow_design_procedure": code, "flow_design_number": 1});
    tx.journal(Change::of("flow_design", "flow_design", id, "flow_design_start").after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// The procedure in force today.
pub async fn procedure(ctx: &Ctx, code: &str) -> Result<Option<Arc<ProcedureVersion>>> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    catalogue.in_force(&ctx.app, code, ctx.today()).await
}

/// Begins the next version as a copy of the newest, published one.
pub async fn begin_next(ctx: &Ctx, id: i64) -> Result<()> {
    over_city(ctx, EDIT)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let newest = store::newest(&tx, id).await?;
    if newest.state() != State::Published {
        return Err(Refusal::new("flow-design-refused-open-draft").into());
    }
    let number = newest.number + 1;
    store::begin(&tx, id, number, &newest.flow()?, ctx.viewer()?.account_id).await?;
    let after = json!({"flow_design_number": number});
    tx.journal(Change::of("flow_design", "flow_design", id, "flow_design_begin").after(after)).await?;
    tx.commit().await
}

/// Draws on the draft that was seen with `seen` edits; what differs afterwards stands in the journal. A change that changes
/// nothing leaves no trace.
pub async fn edit(ctx: &Ctx, id: i64, seen: i64, change: impl FnOnce(&mut Flow)) -> Result<()> {
    over_city(ctx, EDIT)?;
    let by = ctx.viewer()?.account_id;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let newest = store::newest(&tx, id).await?;
    newest.state().after(Deed::Edit, &REFUSALS)?;
    let before = newest.flow()?;
    let mut drawn = before.clone();
    change(&mut drawn);
    if drawn == before {
        return Ok(());
    }
    if !store::keep(&tx, &newest, seen, &drawn, by).await? {
        return Err(Error::Changed(vec![ctx.t("flow-design-changed")]));
    }
    let told: Vec<String> = compare(&before, &drawn).iter().take(TOLD).map(|d| told(ctx, d)).collect();
    let after = json!({"flow_design_number": newest.number, "flow_design_changes": told.join("\n")});
    tx.journal(Change::of("flow_design", "flow_design", id, "flow_design_edit").after(after)).await?;
    tx.commit().await
}

/// A difference in words.
fn told(ctx: &Ctx, difference: &Difference) -> String {
    let what = ctx.t(&format!("flow-design-what-{}", difference.what.code()));
    if difference.property.is_empty() {
        return format!("{what}: {}", difference.label);
    }
    let property = ctx.t(&format!("flow-design-property-{}", difference.property));
    let short = |text: &str| said(ctx, difference.property, text).chars().take(LETTERS).collect::<String>();
    let (before, after) = (short(&difference.before), short(&difference.after));
    format!("{what}: {} – {property}: “{before}” → “{after}”", difference.label)
}

/// What a property says, in the reader's words.
pub fn said(ctx: &Ctx, property: &str, text: &str) -> String {
    match property {
        "kind" if !text.is_empty() => ctx.t(&format!("flow-design-kind-{text}")),
        "role" if !text.is_empty() => ctx.t(&format!("flow-design-role-{text}")),
        _ => text.to_owned(),
    }
}

/// What the flow of a procedure is checked against, by what is in force today.
pub async fn surroundings(ctx: &Ctx, code: &str) -> Result<Surroundings> {
    let Some(version) = procedure(ctx, code).await? else { return Ok(Surroundings::default()) };
    let body = &version.body;
    let term = body.term.as_ref().and_then(|term| match term.base {
        Base::Amount(amount) => Some(amount),
        Base::SameDay => Some(Amount::WorkingDays(1)),
        Base::None => None,
    });
    let properties = body.form.as_ref().and_then(|form| form.get("properties")).and_then(|p| p.as_object());
    let fields = properties.map(|all| all.keys().cloned().collect()).unwrap_or_default();
    Ok(Surroundings { term, fields })
}

/// Questions of a procedure's form of today: what the form calls them, by their names.
pub type Questions = BTreeMap<String, String>;

/// The questions that a condition may ask.
pub async fn questions(ctx: &Ctx, code: &str) -> Result<Questions> {
    let Some(version) = procedure(ctx, code).await? else { return Ok(Questions::new()) };
    let form = version.body.form.as_ref();
    let properties = form.and_then(|form| form.get("properties")).and_then(|p| p.as_object());
    let titled = properties.into_iter().flatten().map(|(name, question)| {
        let title = question.get("title").and_then(|title| title.as_str()).unwrap_or(name);
        (name.clone(), title.to_owned())
    });
    Ok(titled.collect())
}

/// What is found in a flow by today's procedure.
pub async fn findings(ctx: &Ctx, row: &FlowRow, drawn: &Flow) -> Result<Vec<Finding>> {
    Ok(flow::check(drawn, &surroundings(ctx, &row.procedure_code).await?))
}

async fn sound(ctx: &Ctx, row: &FlowRow, drawn: &Flow) -> Result<()> {
    if flow::sound(&findings(ctx, row, drawn).await?) {
        return Ok(());
    }
    Err(Refusal::new("flow-design-refused-findings").into())
}

/// Hands the draft over to be approved.
pub async fn propose(ctx: &Ctx, id: i64) -> Result<()> {
    over_city(ctx, EDIT)?;
    let by = ctx.viewer()?.account_id;
    let row = store::flow(&ctx.app.store, id).await?;
    let around = surroundings(ctx, &row.procedure_code).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let newest = store::newest(&tx, id).await?;
    let to = newest.state().after(Deed::Propose, &REFUSALS)?;
    if !flow::sound(&flow::check(&newest.flow()?, &around)) {
        return Err(Refusal::new("flow-design-refused-findings").into());
    }
    let step = Step { from: newest.state(), to, proposed_by: Some(by), decided_by: None, starts_on: None };
    stepped(ctx, store::step(&tx, &newest, &step).await?)?;
    let after = json!({"flow_design_number": newest.number});
    tx.journal(Change::of("flow_design", "flow_design", id, "flow_design_propose").after(after)).await?;
    tx.commit().await
}

/// Sends a proposed flow back with a reason.
pub async fn send_back(ctx: &Ctx, id: i64, reason: &str) -> Result<()> {
    over_city(ctx, APPROVE)?;
    let by = ctx.viewer()?.account_id;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let newest = store::newest(&tx, id).await?;
    let to = newest.state().after(Deed::SendBack, &REFUSALS)?;
    let step = Step { from: newest.state(), to, proposed_by: None, decided_by: Some(by), starts_on: None };
    stepped(ctx, store::step(&tx, &newest, &step).await?)?;
    let change = Change::of("flow_design", "flow_design", id, "flow_design_send_back")
        .after(json!({"flow_design_number": newest.number}))
        .reason(Some(reason));
    tx.journal(change).await?;
    tx.commit().await
}

/// Approves what somebody else proposed, as it was seen: dossiers received from its day on follow it, those received before
/// keep theirs.
pub async fn publish(ctx: &Ctx, id: i64, edits: i64, from: Day) -> Result<()> {
    over_city(ctx, APPROVE)?;
    let by = ctx.viewer()?.account_id;
    if from < ctx.today() {
        let mut errors = FieldErrors::new();
        errors.add("tu_ngay", "flow-design-past-day");
        return Err(Error::Invalid(errors));
    }
    let row = store::flow(&ctx.app.store, id).await?;
    let seen = store::newest(&ctx.app.store, id).await?;
    sound(ctx, &row, &seen.flow()?).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    // Read again inside the transaction; the step below is refused where it was drawn on since it was checked.
    let newest: VersionRow = store::newest(&tx, id).await?;
    let to = newest.state().after(Deed::Publish, &REFUSALS)?;
    second_person(newest.proposed_by, &newest.drawn_by()?, by, &REFUSALS)?;
    stepped(ctx, newest.id == seen.id && newest.edits == seen.edits && newest.edits == edits)?;
    let proposed_by = newest.proposed_by;
    let step = Step { from: newest.state(), to, proposed_by, decided_by: Some(by), starts_on: Some(from) };
    stepped(ctx, store::step(&tx, &newest, &step).await?)?;
    let after = json!({"flow_design_number": newest.number, "flow_design_starts_on": from.to_string()});
    tx.journal(Change::of("flow_design", "flow_design", id, "flow_design_publish").after(after)).await?;
    tx.commit().await
}

/// The newest published version of a flow.
pub async fn published(ctx: &Ctx, id: i64) -> Result<VersionRow> {
    let found = store::newest_published(&ctx.app.store, id).await?;
    Ok(found.ok_or_else(|| Refusal::new("flow-design-refused-withdraw-none"))?)
}

/// Asks that the newest published version be withdrawn for new dossiers.
pub async fn ask_withdrawal(ctx: &Ctx, id: i64, reason: &str) -> Result<()> {
    over_city(ctx, EDIT)?;
    let version = published(ctx, id).await?;
    version.withdrawal().may_ask()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    stepped(ctx, store::ask_withdrawal(&tx, version.id, ctx.viewer()?.account_id, reason).await?)?;
    let change = Change::of("flow_design", "flow_design", id, "flow_design_ask_withdrawal")
        .after(json!({"flow_design_number": version.number}))
        .reason(Some(reason));
    tx.journal(change).await?;
    tx.commit().await
}

/// Decides on it: withdrawn from a day on, or, without a day, kept. Dossiers that follow the version keep it either way.
pub async fn decide_withdrawal(ctx: &Ctx, id: i64, from: Option<Day>) -> Result<()> {
    over_city(ctx, APPROVE)?;
    if from.is_some_and(|from| from < ctx.today()) {
        let mut errors = FieldErrors::new();
        errors.add("tu_ngay", "flow-design-past-day");
        return Err(Error::Invalid(errors));
    }
    let version = published(ctx, id).await?;
    version.withdrawal().may_decide(ctx.viewer()?.account_id)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (verb, done) = match from {
        Some(from) => ("flow_design_withdraw", store::withdraw(&tx, version.id, from).await?),
        None => ("flow_design_keep", store::keep_published(&tx, version.id).await?),
    };
    stepped(ctx, done)?;
    let after = json!({"flow_design_number": version.number, "flow_design_ends_on": from.map(Day::vn)});
    let change = Change::of("flow_design", "flow_design", id, verb).after(after);
    tx.journal(change.reason(version.withdraw_reason.as_deref())).await?;
    tx.commit().await
}

fn stepped(ctx: &Ctx, done: bool) -> Result<()> {
    if done { Ok(()) } else { Err(Error::Changed(vec![ctx.t("flow-design-changed")])) }
}
