//! What is done to a designed form, one transaction each: begin, draw, propose, send back, publish.

use super::rules::check::{self, Finding, NotToAsk};
use super::rules::design::Design;
use super::rules::diff::{Difference, compare};
use super::rules::schema;
use super::rules::state::{Deed, REFUSALS, State, second_person};
use super::slice::{APPROVE, EDIT};
use super::store::{self, Step, VersionRow};
use contracts::procedures::{Catalogue, FormHome, TakenForm};
use kernel::Day;
use platform::error::{Error, Refusal, Result};
use platform::{Change, Ctx, FieldErrors, Permission, uploads};
use serde_json::json;
use std::sync::Arc;

/// Changes told in one journal entry at most, and letters of each.
const TOLD: usize = 40;
const LETTERS: usize = 200;

/// A procedure's form is the whole city's: who draws or approves one holds the right over the city.
pub fn over_city(ctx: &Ctx, permission: Permission) -> Result<()> {
    let city = ctx.app.directory().root(ctx.today()).map(|agency| agency.id);
    ctx.require(permission, city.ok_or(Error::NotFound)?)
}

/// Begins the design of a procedure's form, from the form it has today; answers the id.
pub async fn start(ctx: &Ctx, code: &str) -> Result<i64> {
    over_city(ctx, EDIT)?;
    let (forms_name, design) = today(ctx, code).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let known = store::of_procedure(&tx, code).await?;
    if known > 0 {
        return Ok(known);
    }
    let id = store::enter(&tx, code, &forms_name).await?;
    store::begin(&tx, id, 1, &design, ctx.viewer()?.account_id).await?;
    let after = json!({"form_design_procedure": code, "form_design_number": 1});
    tx.journal(Change::of("form_design", "form_design", id, "form_design_start").after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// The form that a procedure has today, with its name; an empty one where it has none.
pub async fn today(ctx: &Ctx, code: &str) -> Result<(String, Design)> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let version = catalogue.in_force(&ctx.app, code, ctx.today()).await?.ok_or(Error::NotFound)?;
    let body = &version.body;
    let design = match &body.form {
        None => Design::empty(),
        Some(form) => schema::design(form).ok_or_else(|| Refusal::new("form-design-refused-cannot-draw"))?,
    };
    let name = body.forms.first().map_or_else(|| body.name.clone(), |form| form.name.clone());
    Ok((name, design))
}

/// Begins the next version as a copy of the newest, published one.
pub async fn begin_next(ctx: &Ctx, id: i64) -> Result<()> {
    over_city(ctx, EDIT)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let newest = store::newest(&tx, id).await?;
    if newest.state() != State::Published {
        return Err(Refusal::new("form-design-refused-open-draft").into());
    }
    let number = newest.number + 1;
    store::begin(&tx, id, number, &newest.design()?, ctx.viewer()?.account_id).await?;
    let after = json!({"form_design_number": number});
    tx.journal(Change::of("form_design", "form_design", id, "form_design_begin").after(after)).await?;
    tx.commit().await
}

/// Draws on the draft that was seen with `seen` edits; what differs afterwards stands in the journal. A change that changes
/// nothing leaves no trace.
pub async fn edit(ctx: &Ctx, id: i64, seen: i64, change: impl FnOnce(&mut Design)) -> Result<()> {
    over_city(ctx, EDIT)?;
    let by = ctx.viewer()?.account_id;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let newest = store::newest(&tx, id).await?;
    newest.state().after(Deed::Edit, &REFUSALS)?;
    let before = newest.design()?;
    let mut design = before.clone();
    change(&mut design);
    if design == before {
        return Ok(());
    }
    if !store::keep(&tx, &newest, seen, &design, by).await? {
        return Err(Error::Changed(vec![ctx.t("form-design-changed")]));
    }
    let differences: Vec<String> =
        compare(&before, &design).iter().take(TOLD).map(|d| told(ctx, d)).collect();
    let after = json!({"form_design_number": newest.number, "form_design_changes": differences.join("\n")});
    tx.journal(Change::of("form_design", "form_design", id, "form_design_edit").after(after)).await?;
    tx.commit().await
}

/// A difference in words.
pub fn told(ctx: &Ctx, difference: &Difference) -> String {
    let short = |text: &str| text.chars().take(LETTERS).collect::<String>();
    let what = ctx.t(&format!("form-design-what-{}", difference.what.code()));
    if difference.property.is_empty() {
        return format!("{what}: {}", difference.label);
    }
    let property = ctx.t(&format!("form-design-property-{}", difference.property));
    let (before, after) = (short(&difference.before), short(&difference.after));
    format!("{what}: {} – {property}: “{before}” → “{after}”", difference.label)
}

/// What is found in a design by the rules of today.
pub fn findings(ctx: &Ctx, design: &Design) -> Result<Vec<Finding>> {
    let not_to_ask: Vec<NotToAsk> = ctx.app.profiles().get_or("forms.not_to_ask", ctx.today(), Vec::new())?;
    let taken = uploads::Rules::on(&ctx.app, ctx.today())?;
    let mut found = check::check(design, &not_to_ask);
    found.extend(check::check_files(design, &taken.kinds, taken.largest / 1024 / 1024));
    Ok(found)
}

/// Refuses a design with findings that block, or whose schema is no form.
fn sound(ctx: &Ctx, design: &Design) -> Result<serde_json::Value> {
    if !check::may_be_proposed(&findings(ctx, design)?) {
        return Err(Refusal::new("form-design-refused-findings").into());
    }
    let schema = schema::schema(design);
    match eforms::Form::parse(&schema) {
        Ok(_) => Ok(schema),
        Err(problem) => Err(Refusal::new("form-design-refused-schema").arg("problem", problem).into()),
    }
}

/// Hands the draft over to be approved.
pub async fn propose(ctx: &Ctx, id: i64) -> Result<()> {
    over_city(ctx, EDIT)?;
    let by = ctx.viewer()?.account_id;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let newest = store::newest(&tx, id).await?;
    let to = newest.state().after(Deed::Propose, &REFUSALS)?;
    sound(ctx, &newest.design()?)?;
    let step = Step { from: newest.state(), to, proposed_by: Some(by), decided_by: None, starts_on: None };
    stepped(ctx, store::step(&tx, &newest, &step).await?)?;
    let after = json!({"form_design_number": newest.number});
    tx.journal(Change::of("form_design", "form_design", id, "form_design_propose").after(after)).await?;
    tx.commit().await
}

/// Sends a proposed version back with the reason.
pub async fn send_back(ctx: &Ctx, id: i64, reason: &str) -> Result<()> {
    over_city(ctx, APPROVE)?;
    let by = ctx.viewer()?.account_id;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let newest = store::newest(&tx, id).await?;
    let to = newest.state().after(Deed::SendBack, &REFUSALS)?;
    let step = Step { from: newest.state(), to, proposed_by: None, decided_by: Some(by), starts_on: None };
    stepped(ctx, store::step(&tx, &newest, &step).await?)?;
    let change = Change::of("form_design", "form_design", id, "form_design_send_back")
        .after(json!({"form_design_number": newest.number}))
        .reason(Some(reason));
    tx.journal(change).await?;
    tx.commit().await
}

/// Approves what somebody else proposed and was looked at with `edits` edits: from its day on it is the form of the procedure.
/// One commit with the procedure's version.
pub async fn publish(ctx: &Ctx, id: i64, edits: i64, from: Day) -> Result<()> {
    over_city(ctx, APPROVE)?;
    let by = ctx.viewer()?.account_id;
    if from < ctx.today() {
        let mut errors = FieldErrors::new();
        errors.add("tu_ngay", "form-design-past-day");
        return Err(Error::Invalid(errors));
    }
    let home: Arc<dyn FormHome> = ctx.app.port()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let form = store::form(&tx, id).await?;
    let newest: VersionRow = store::newest(&tx, id).await?;
    let to = newest.state().after(Deed::Publish, &REFUSALS)?;
    second_person(newest.proposed_by, &newest.drawn_by()?, by, &REFUSALS)?;
    stepped(ctx, newest.edits == edits)?;
    let schema = sound(ctx, &newest.design()?)?;
    let source = format!("bieu-mau-{id}-{}", newest.number);
    let taken = TakenForm { procedure: form.procedure_code.clone(), form: schema, from, source };
    home.take_form(&ctx.app, &tx, &taken).await?;
    let proposed_by = newest.proposed_by;
    let step = Step { from: newest.state(), to, proposed_by, decided_by: Some(by), starts_on: Some(from) };
    stepped(ctx, store::step(&tx, &newest, &step).await?)?;
    let after = json!({"form_design_number": newest.number, "form_design_starts_on": from.to_string()});
    tx.journal(Change::of("form_design", "form_design", id, "form_design_publish").after(after)).await?;
    tx.commit().await
}

fn stepped(ctx: &Ctx, done: bool) -> Result<()> {
    if done { Ok(()) } else { Err(Error::Changed(vec![ctx.t("form-design-changed")])) }
}
