//! /kiem-tra-cchc/moi: an inspection opened by its decision: of a plan's unit, outside the plan with a reason, or a follow-up visit.

use super::super::acts::{self, Opening};
use super::super::dated;
use super::super::figures;
use super::super::slice::INSPECT;
use super::super::store::inspections as store;
use super::super::store::plans;
use super::{
    Asking, FormView, PATH, blank, day_field, days, form_view, inspection_for, inspection_path, line_field,
    plan_for, text_field,
};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors, Scope};
use ui::{Choice, Field};

/// The form, with what the plan or the inspection before says.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut values = vec![("khoa", ctx.app.random.token()), ("ngay-quyet-dinh", ctx.today().to_string())];
    let id = |name: &str| query.get(name).and_then(|v| v.parse::<i64>().ok());
    if let Some(plan) = id("ke-hoach") {
        let plan = plan_for(&ctx, INSPECT, plan).await?;
        let unit = query.get("don-vi").unwrap_or_default().to_owned();
        let chosen = plans::choices(&ctx.app.store, plan.id, plan.in_force).await?;
        let choice = chosen.into_iter().find(|c| figures::code(&ctx.app, c.unit_id) == unit);
        values.extend([
            ("ke-hoach", plan.id.to_string()),
            ("co-quan", figures::code(&ctx.app, plan.agency_id)),
            ("don-vi", unit),
            ("noi-dung", ctx.t("inspections-subject-usual")),
            ("thoi-ky-tu", format!("{:04}-01-01", plan.year - 1)),
            ("thoi-ky-den", format!("{:04}-12-31", plan.year - 1)),
        ]);
        if let Some(choice) = choice {
            // The unit is told before its first day: a day that is too near is not proposed.
            let earliest = dated::earliest(&ctx.app, plan.agency_id, ctx.today())?;
            let first = choice.from_on.max(earliest.to_string());
            values.extend([("tu", first.clone()), ("den", first)]);
        }
    } else if let Some(follows) = id("tiep") {
        let before = inspection_for(&ctx, INSPECT, follows).await?;
        let title = [("decision", before.conclusion_no.clone())];
        values.extend([
            ("tiep", before.id.to_string()),
            ("co-quan", figures::code(&ctx.app, before.agency_id)),
            ("don-vi", figures::code(&ctx.app, before.unit_id)),
            ("noi-dung", ctx.tn("inspections-subject-follow", &title)),
            ("thoi-ky-tu", before.minuted_on.clone().unwrap_or_default()),
            ("thoi-ky-den", ctx.today().to_string()),
        ]);
        let first = dated::earliest(&ctx.app, before.agency_id, ctx.today())?.to_string();
        values.extend([("tu", first.clone()), ("den", first)]);
    }
    ui::html(&view(&ctx, &blank(&values), &FieldErrors::new())?)
}

/// Reads the form; all that is wrong at once.
fn read(ctx: &Ctx, form: &Submitted, errors: &mut FieldErrors) -> Option<Opening> {
    let directory = ctx.app.directory();
    let agency = directory.by_code(form.text("co-quan")).map(|a| a.id).filter(|id| ctx.may(INSPECT, *id));
    let unit = directory.by_code(form.text("don-vi")).map(|a| a.id);
    for (name, missing) in [("co-quan", agency.is_none()), ("don-vi", unit.is_none())] {
        if missing {
            errors.add(name, "form-required");
        }
    }
    let subject = form.required(errors, "noi-dung", 1000);
    let reason = form.at_most(errors, "ly-do", 1000);
    let number = form.required(errors, "quyet-dinh", 200);
    let decided = super::past(ctx, form, "ngay-quyet-dinh", errors);
    let period = days(form, ["thoi-ky-tu", "thoi-ky-den"], errors);
    let at = days(form, ["tu", "den"], errors);
    if let (Some(decided), Some((from, _))) = (decided, at)
        && from < decided
    {
        errors.add("tu", "inspections-error-before-decision");
    }
    let follows = form.text("tiep").parse().ok();
    let plan: Option<i64> = form.text("ke-hoach").parse().ok();
    if plan.is_none() && follows.is_none() && reason.is_empty() && errors.0.iter().all(|e| e.field != "ly-do")
    {
        errors.add("ly-do", "inspections-error-unplanned");
    }
    // A form without a key was not made here; it opens nothing twice either way.
    let key = form.optional("khoa").unwrap_or_else(|| ctx.app.random.token());
    if !errors.is_empty() {
        return None;
    }
    Some(Opening {
        key,
        plan,
        follows,
        agency: agency?,
        unit: unit?,
        subject,
        reason,
        decision: (number, decided?),
        period: period?,
        days: at?,
    })
}

/// Opens it.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match opened(&ctx, &form).await {
        Err(Error::Invalid(errors)) => {
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &form, &errors)?)
        }
        other => other.map(|id| redirect(&inspection_path(id), Some("inspections-flash-opened"))),
    }
}

/// Opens the inspection of a form; its number, or that of the one this form opened before.
pub async fn opened(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let Some(opening) = read(ctx, form, &mut errors) else { return Err(Error::Invalid(errors)) };
    ctx.require(INSPECT, opening.agency)?;
    if let Some(before) = opening.follows {
        let before = inspection_for(ctx, INSPECT, before).await?;
        if before.unit_id != opening.unit || before.agency_id != opening.agency {
            errors.add("don-vi", "inspections-error-other-unit");
            return Err(Error::Invalid(errors));
        }
    }
    if let Some(plan) = opening.plan {
        plan_for(ctx, INSPECT, plan).await?;
    }
    let author = ctx.viewer()?.name.clone();
    let before = store::by_key(&ctx.app.store, &opening.key).await?;
    if let Some(before) = before.filter(|b| b.agency_id == opening.agency && b.unit_id == opening.unit) {
        return Ok(before.id);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::open(&ctx.app, &tx, &opening, &author).await?;
    tx.commit().await?;
    Ok(id)
}

fn view(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = typed.text("don-vi");
    let agencies = ui::agency_choices(ctx, &ctx.scope(INSPECT), typed.text("co-quan"))?;
    let mut units: Vec<Choice> = ui::agency_choices(ctx, &Scope::All, held)?;
    for unit in &mut units {
        unit.selected = unit.value == held;
    }
    units.insert(0, Choice::new("", ctx.t("inspections-choose-one"), held.is_empty()));
    let planned = !typed.text("ke-hoach").is_empty() || !typed.text("tiep").is_empty();
    let mut fields = vec![
        Field::select("co-quan", ctx.t("inspections-head-agency"), agencies).error(error("co-quan")),
        Field::select("don-vi", ctx.t("inspections-head-unit"), units).error(error("don-vi")),
        text_field(ctx, "noi-dung", "inspections-head-subject", typed, errors),
    ];
    if !planned {
        fields.push(
            text_field(ctx, "ly-do", "inspections-head-unplanned", typed, errors)
                .hint(ctx.t("inspections-unplanned-hint")),
        );
    }
    fields.extend([
        line_field(ctx, "quyet-dinh", "inspections-head-decision", typed, errors)
            .hint(ctx.t("inspections-decision-hint")),
        day_field(ctx, "ngay-quyet-dinh", "inspections-head-decided", typed, errors),
        day_field(ctx, "thoi-ky-tu", "inspections-head-period-from", typed, errors),
        day_field(ctx, "thoi-ky-den", "inspections-head-period-to", typed, errors),
        day_field(ctx, "tu", "inspections-head-from", typed, errors),
        day_field(ctx, "den", "inspections-head-to", typed, errors),
    ]);
    let hidden = ["khoa", "ke-hoach", "tiep"]
        .into_iter()
        .filter(|name| !typed.text(name).is_empty())
        .map(|name| (name.to_owned(), typed.text(name).to_owned()))
        .collect();
    Ok(form_view(
        ctx,
        Asking {
            title: ctx.t("inspections-open"),
            caption: String::new(),
            lead: ctx.t("inspections-open-lead"),
            back: PATH.to_owned(),
            action: format!("{PATH}/moi"),
            label: ctx.t("inspections-open"),
            fields,
            hidden,
        },
    ))
}
