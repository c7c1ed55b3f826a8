//! Units chosen for a plan: by their risk from live figures, each figure linked to its records; by hand with a reason; taken out.

use super::super::acts;
use super::super::figures;
use super::super::rules::{self, Part, Way};
use super::super::slice::INSPECT;
use super::super::store::inspections;
use super::super::store::plans::{self, Choice as Chosen, Plan, Pooled};
use super::super::words;
use super::{
    Asking, FormView, as_seen, blank, day_field, days, form_view, plan_for, plan_path, text_field, unchanged,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use std::collections::BTreeMap;
use ui::{Cell, Choice, Column, Field, Row, Table};

fn seen(ctx: &Ctx, form: &Submitted, plan: &Plan) -> Result<()> {
    unchanged(form, plan.version, &words::plan_state(ctx, plan)?.text)
}

/// Units of the pool that are not in the plan yet.
async fn left(ctx: &Ctx, plan: &Plan) -> Result<Vec<Pooled>> {
    let chosen = plans::choices(&ctx.app.store, plan.id, plan.edition).await?;
    let mut pool = plans::pool(&ctx.app.store, plan.id).await?;
    pool.retain(|p| chosen.iter().all(|c| c.unit_id != p.unit_id));
    Ok(pool)
}

/// A unit with its risk.
struct Judged {
    unit: Pooled,
    parts: Vec<Part>,
}

/// The units left, the greatest risk first; those of which nothing is measured at the end.
async fn judged(ctx: &Ctx, plan: &Plan) -> Result<Vec<Judged>> {
    let today = ctx.today();
    let last: BTreeMap<i64, String> =
        inspections::last_of(&ctx.app.store, today.next()).await?.into_iter().collect();
    let mut found = Vec::new();
    for unit in left(ctx, plan).await? {
        let last = last.get(&unit.unit_id).map(String::as_str);
        found.push(Judged { parts: figures::parts(&ctx.app, unit.unit_id, today, last).await?, unit });
    }
    let key = |j: &Judged| rules::risk(&j.parts).unwrap_or(-1.0);
    found.sort_by(|a, b| key(b).total_cmp(&key(a)).then_with(|| a.unit.unit_id.cmp(&b.unit.unit_id)));
    Ok(found)
}

fn year_days(plan: &Plan) -> Submitted {
    blank(&[("tu", format!("{:04}-03-01", plan.year)), ("den", format!("{:04}-10-31", plan.year))])
}

/// The choice by risk.
pub async fn by_risk(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = plan_for(&ctx, INSPECT, id).await?;
    plan.state()?.editable()?;
    let found = judged(&ctx, &plan).await?;
    ui::html(&risk_view(&ctx, &plan, &found, &year_days(&plan), &FieldErrors::new()))
}

/// Takes the units that were ticked.
pub async fn take_risk(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match taken_by_risk(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = plan_for(&ctx, INSPECT, id).await?;
            let found = judged(&ctx, &plan).await?;
            let page = risk_view(&ctx, &plan, &found, &form, &errors);
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&plan_path(id), Some("inspections-flash-chosen"))),
    }
}

/// Takes the units of a form into the plan that was seen, with their risk as it stands now.
pub async fn taken_by_risk(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = plan_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &plan)?;
    plan.state()?.editable()?;
    let found = judged(ctx, &plan).await?;
    let mut errors = FieldErrors::new();
    let span = within(&plan, form, &mut errors);
    let ticked = form.all("don-vi");
    let taken: Vec<&Judged> =
        found.iter().filter(|j| ticked.contains(&figures::code(&ctx.app, j.unit.unit_id))).collect();
    if taken.is_empty() {
        errors.add("don-vi", "inspections-error-units");
    }
    let (Some((from, to)), true) = (span, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let mut new = Vec::new();
    for judged in taken {
        new.push(Chosen {
            unit_id: judged.unit.unit_id,
            way: Way::Risk.code().to_owned(),
            reason: String::new(),
            risk: rules::risk(&judged.parts).map(|r| (r * 100.0).round() as i64),
            parts: serde_json::to_string(&judged.parts)?,
            draw_id: None,
            from_on: from.to_string(),
            to_on: to.to_string(),
        });
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::choose(&ctx.app, &tx, &plan, &new).await?;
    tx.commit().await
}

/// The days planned, within the plan's year.
pub(super) fn within(
    plan: &Plan,
    form: &Submitted,
    errors: &mut FieldErrors,
) -> Option<(kernel::Day, kernel::Day)> {
    let span = days(form, ["tu", "den"], errors)?;
    if [span.0, span.1].iter().any(|d| i64::from(d.year()) != plan.year) {
        errors.add_with("den", "inspections-error-year", vec![("year", plan.year.to_string())]);
        return None;
    }
    Some(span)
}

/// The fields of the days planned.
pub(super) fn day_fields(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> [Field; 2] {
    [
        day_field(ctx, "tu", "inspections-head-from", typed, errors),
        day_field(ctx, "den", "inspections-head-to", typed, errors),
    ]
}

fn risk_view(ctx: &Ctx, plan: &Plan, found: &[Judged], typed: &Submitted, errors: &FieldErrors) -> FormView {
    let ticked = typed.all("don-vi");
    let units = found
        .iter()
        .map(|j| {
            let code = figures::code(&ctx.app, j.unit.unit_id);
            let label = ctx.tn(
                "inspections-unit-risk",
                &[("unit", j.unit.unit_name.clone()), ("risk", words::risk(ctx, &j.parts))],
            );
            Choice::new(code.clone(), label, ticked.contains(&code))
        })
        .collect();
    let mut fields = vec![
        Field::checkboxes("don-vi", ctx.t("inspections-chosen-units"), units)
            .error(ui::field_error(ctx, errors, "don-vi")),
    ];
    fields.extend(day_fields(ctx, typed, errors));
    let back = plan_path(plan.id);
    let mut view = form_view(
        ctx,
        Asking {
            title: ctx.t("inspections-by-risk"),
            caption: words::plan_title(ctx, plan),
            lead: ctx.t("inspections-by-risk-lead"),
            action: format!("{back}/rui-ro"),
            back,
            label: ctx.t("inspections-choose"),
            fields,
            hidden: as_seen(plan.version),
        },
    );
    view.table = Some(risk_table(ctx, found));
    view
}

fn risk_table(ctx: &Ctx, found: &[Judged]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "rui-ro", ctx.t("inspections-risk-table"));
    table.columns = vec![
        Column::new("don-vi", ctx.t("inspections-head-unit")),
        Column::numeric("rui-ro", ctx.t("inspections-head-risk")),
        Column::new("thanh-phan", ctx.t("inspections-head-parts")),
    ];
    table.rows = found
        .iter()
        .map(|j| {
            Row::new(vec![
                Cell::text(j.unit.unit_name.clone()),
                Cell::number(words::risk(ctx, &j.parts)),
                Cell::Stack(j.parts.iter().map(|part| words::part(ctx, part)).collect()),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("inspections-none-left"), ctx.t("inspections-none-left-text"));
    table
}

/// The choice by hand.
pub async fn by_hand(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = plan_for(&ctx, INSPECT, id).await?;
    plan.state()?.editable()?;
    ui::html(&hand_view(&ctx, &plan, &year_days(&plan), &FieldErrors::new()).await?)
}

/// Takes a unit with the reason.
pub async fn take_hand(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match taken_by_hand(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = plan_for(&ctx, INSPECT, id).await?;
            let page = hand_view(&ctx, &plan, &form, &errors).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&plan_path(id), Some("inspections-flash-chosen"))),
    }
}

/// Takes the unit of a form into the plan that was seen, with the reason.
pub async fn taken_by_hand(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = plan_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &plan)?;
    let mut errors = FieldErrors::new();
    let span = within(&plan, form, &mut errors);
    let reason = form.required(&mut errors, "ly-do", 1000);
    let unit = ctx.app.directory().by_code(form.text("don-vi")).map(|a| a.id);
    if unit.is_none() {
        errors.add("don-vi", "form-required");
    }
    let (Some((from, to)), Some(unit), true) = (span, unit, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let new = Chosen {
        unit_id: unit,
        way: Way::Hand.code().to_owned(),
        reason,
        risk: None,
        parts: "[]".to_owned(),
        draw_id: None,
        from_on: from.to_string(),
        to_on: to.to_string(),
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::choose(&ctx.app, &tx, &plan, &[new]).await?;
    tx.commit().await
}

async fn hand_view(ctx: &Ctx, plan: &Plan, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let held = typed.text("don-vi");
    let units = left(ctx, plan).await?.into_iter().map(|p| {
        let code = figures::code(&ctx.app, p.unit_id);
        let chosen = code == held;
        Choice::new(code, p.unit_name, chosen)
    });
    let first = Choice::new("", ctx.t("inspections-choose-one"), held.is_empty());
    let mut fields = vec![
        Field::select(
            "don-vi",
            ctx.t("inspections-head-unit"),
            std::iter::once(first).chain(units).collect(),
        )
        .error(ui::field_error(ctx, errors, "don-vi")),
        text_field(ctx, "ly-do", "inspections-head-reason", typed, errors),
    ];
    fields.extend(day_fields(ctx, typed, errors));
    let back = plan_path(plan.id);
    Ok(form_view(
        ctx,
        Asking {
            title: ctx.t("inspections-by-hand"),
            caption: words::plan_title(ctx, plan),
            lead: ctx.t("inspections-by-hand-lead"),
            action: format!("{back}/them"),
            back,
            label: ctx.t("inspections-choose"),
            fields,
            hidden: as_seen(plan.version),
        },
    ))
}

/// The form to take a unit out.
pub async fn ask_drop(ctx: Ctx, Path((id, unit)): Path<(i64, i64)>) -> Result<Response> {
    let plan = plan_for(&ctx, INSPECT, id).await?;
    plan.state()?.editable()?;
    ui::html(&drop_view(&ctx, &plan, unit, &Submitted::default(), &FieldErrors::new()).await?)
}

/// Takes it out with the reason.
pub async fn drop_unit(ctx: Ctx, Path((id, unit)): Path<(i64, i64)>, form: Submitted) -> Result<Response> {
    match taken_out(&ctx, (id, unit), &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = plan_for(&ctx, INSPECT, id).await?;
            let page = drop_view(&ctx, &plan, unit, &form, &errors).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&plan_path(id), Some("inspections-flash-dropped"))),
    }
}

/// Takes a unit out of the plan that was seen, for the form's reason.
pub async fn taken_out(ctx: &Ctx, (id, unit): (i64, i64), form: &Submitted) -> Result<()> {
    let plan = plan_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &plan)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 1000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_unit(&ctx.app, &tx, &plan, unit, &reason).await?;
    tx.commit().await
}

async fn drop_view(
    ctx: &Ctx,
    plan: &Plan,
    unit: i64,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<FormView> {
    let chosen = plans::choices(&ctx.app.store, plan.id, plan.edition).await?;
    if chosen.iter().all(|c| c.unit_id != unit) {
        return Err(Error::NotFound);
    }
    let back = plan_path(plan.id);
    let name = ctx.app.directory().short_name(unit).to_owned();
    Ok(form_view(
        ctx,
        Asking {
            title: ctx.tn("inspections-drop-title", &[("unit", name)]),
            caption: words::plan_title(ctx, plan),
            lead: ctx.t("inspections-drop-lead"),
            action: format!("{back}/bo/{unit}"),
            back,
            label: ctx.t("inspections-drop"),
            fields: vec![text_field(ctx, "ly-do", "inspections-head-reason", typed, errors)],
            hidden: as_seen(plan.version),
        },
    ))
}
