//! /hai-long/dot/moi: opening a wave: name, year, days, questionnaire, groups, units, number expected.

use super::super::super::rules::set::{SurveySet, in_force};
use super::super::super::rules::wave::{Asked, MOST};
use super::super::super::slice::SURVEY;
use super::super::super::store::{self, NewWave};
use super::super::super::waves::{self, KINDS};
use super::{FormView, PATH, path, said};
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::once::Once;
use ui::{Choice, Field, Form, Head, Width};

/// What the form is filled from.
struct Known {
    sets: Vec<(i64, SurveySet)>,
    groups: Vec<Asked>,
}

impl Known {
    async fn load(ctx: &Ctx) -> Result<Known> {
        let groups = ctx.app.profiles().get_or("satisfaction.wave_groups", ctx.today(), Vec::new())?;
        Ok(Known { sets: store::all_sets(&ctx.app.store).await?, groups })
    }
}

/// The form.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let known = Known::load(&ctx).await?;
    let mut blank = Submitted::default();
    let mut put = |name: &str, values: Vec<String>| blank.fields.insert(name.to_owned(), values);
    put("nam", vec![ctx.today().year().to_string()]);
    put("nhom", known.groups.iter().filter(|group| group.sheets).map(|group| group.code.clone()).collect());
    if let Some((id, _)) = in_force(&known.sets, ctx.today()) {
        put("bo-cau-hoi", vec![id.to_string()]);
    }
    ui::html(&view(&ctx, &known, &blank, &FieldErrors::new())?)
}

/// Opens the wave.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match opened(&ctx, &form).await {
        Err(Error::Invalid(errors)) => {
            let known = Known::load(&ctx).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &known, &form, &errors)?)
        }
        other => other.map(|id| redirect(&path(id), Some("satisfaction-flash-wave-opened"))),
    }
}

async fn opened(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    let known = Known::load(ctx).await?;
    let new = read(ctx, &known, form)?;
    ctx.require(SURVEY, new.agency_id)?;
    let once = Once::of("survey_wave", form);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let id = waves::open(&tx, &new).await?;
    once.opened(&tx, id).await?;
    tx.commit().await?;
    Ok(id)
}

/// A whole number of a field within bounds; an error of the field where it is none.
pub fn number(form: &Submitted, errors: &mut FieldErrors, name: &str, least: i64) -> Option<i64> {
    let typed = form.text(name).replace(['.', ' '], "");
    let read = typed.parse::<i64>().ok().filter(|n| (least..=MOST).contains(n));
    if read.is_none() {
        errors.add(name, if typed.is_empty() { "form-required" } else { "satisfaction-error-number" });
    }
    read
}

fn read(ctx: &Ctx, known: &Known, form: &Submitted) -> Result<NewWave> {
    let mut errors = FieldErrors::new();
    let name = form.required(&mut errors, "ten", 200);
    let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=2100).contains(y));
    if year.is_none() {
        errors.add("nam", "satisfaction-error-year");
    }
    let directory = ctx.app.directory();
    let owner = directory.by_code(form.text("co-quan")).map(|a| a.id).filter(|id| ctx.may(SURVEY, *id));
    if owner.is_none() {
        errors.add("co-quan", "form-required");
    }
    let days = days(form, &mut errors);
    let set = known.sets.iter().find(|(id, _)| id.to_string() == form.text("bo-cau-hoi"));
    if set.is_none() {
        errors.add("bo-cau-hoi", "form-required");
    }
    let asked: Vec<Asked> =
        known.groups.iter().filter(|group| form.all("nhom").contains(&group.code)).cloned().collect();
    if asked.is_empty() {
        errors.add("nhom", "satisfaction-error-groups");
    }
    let kinds: Vec<&str> = form.all("cap").iter().map(String::as_str).collect();
    let mut units = owner.map(|id| waves::units(&directory, ctx.today(), id, &kinds)).unwrap_or_default();
    let below = owner.map(|id| directory.subtree(id)).unwrap_or_default();
    if let Some(one) = directory.by_code(form.text("don-vi")).filter(|a| below.binary_search(&a.id).is_ok()) {
        units.push(one.id);
    }
    units.sort_unstable();
    units.dedup();
    if units.is_empty() {
        errors.add("cap", "satisfaction-error-units");
    }
    let population =
        if form.text("tong-so").is_empty() { None } else { number(form, &mut errors, "tong-so", 1) };
    let expected = number(form, &mut errors, "du-kien", 1);
    let (Some(year), Some(agency_id), Some(days), Some((set_id, _)), Some(expected), true) =
        (year, owner, days, set, expected, errors.is_empty())
    else {
        return Err(Error::Invalid(errors));
    };
    Ok(NewWave { agency_id, name, year, days, set_id: *set_id, asked, population, expected, units })
}

/// Name, last day, population and number expected: what both the opening and the change of a wave ask for.
pub fn words_fields(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> [Field; 4] {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    [
        Field::text("ten", ctx.t("satisfaction-head-wave")).value(held("ten")).error(error("ten")),
        Field::date("den", ctx.t("satisfaction-head-last-on"))
            .hint(ctx.t("satisfaction-wave-last-hint"))
            .value(held("den"))
            .error(error("den")),
        Field::number("tong-so", ctx.t("satisfaction-head-population"))
            .hint(ctx.t("satisfaction-wave-population-hint"))
            .width(Width::Short)
            .value(held("tong-so"))
            .optional()
            .error(error("tong-so")),
        Field::number("du-kien", ctx.t("satisfaction-head-expected"))
            .width(Width::Short)
            .value(held("du-kien"))
            .error(error("du-kien")),
    ]
}

fn days(form: &Submitted, errors: &mut FieldErrors) -> Option<(kernel::Day, kernel::Day)> {
    let mut day = |name: &str| {
        let day = form.day(errors, name);
        if day.is_none() && form.text(name).is_empty() {
            errors.add(name, "form-required");
        }
        day
    };
    let (first, last) = (day("tu"), day("den"));
    let days = first.zip(last)?;
    if days.1 < days.0 {
        errors.add("den", "satisfaction-error-days");
        return None;
    }
    Some(days)
}

fn view(ctx: &Ctx, known: &Known, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let words = ui::words(&ctx.locale);
    let form = Form::new(
        &words,
        "/hai-long/dot/moi",
        ctx.t("satisfaction-wave-open"),
        fields(ctx, known, typed, errors)?,
    )
    .with_secondary(PATH, ctx.t("ui-back"))
    .once(ctx, typed, errors);
    let title = ctx.t("satisfaction-wave-new");
    Ok(FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form)))
            .with_back(PATH, ctx.t("satisfaction-waves-title")),
        head: Head { lead: ctx.t("satisfaction-wave-new-lead"), ..Head::new(title) },
        form,
        history: None,
    })
}

fn fields(ctx: &Ctx, known: &Known, typed: &Submitted, errors: &FieldErrors) -> Result<Vec<Field>> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let ticked = |name: &str, code: &str| typed.all(name).iter().any(|held| held == code);
    let scope = ctx.scope(SURVEY);
    let sets = known.sets.iter().map(|(id, set)| {
        let label = format!("{} {}: {}", set.code, set.version, set.source);
        Choice::new(id.to_string(), label, id.to_string() == held("bo-cau-hoi"))
    });
    let groups = known.groups.iter().map(|group| {
        let name = said(ctx, &group.name, &group.name_en);
        let choice = Choice::new(group.code.clone(), name, ticked("nhom", &group.code));
        if group.sheets { choice.hint(ctx.t("satisfaction-group-sheets")) } else { choice }
    });
    let kinds = KINDS.map(|(kind, _)| {
        Choice::new(kind, ctx.t(&format!("satisfaction-wave-kind-{kind}")), ticked("cap", kind))
    });
    let unit = held("don-vi");
    let mut units = ui::agency_choices(ctx, &scope, if unit.is_empty() { "-" } else { &unit })?;
    units.insert(0, Choice::new("", ctx.t("satisfaction-wave-no-unit"), unit.is_empty()));
    let [name, last, population, expected] = words_fields(ctx, typed, errors);
    Ok(vec![
        name,
        Field::text("nam", ctx.t("satisfaction-head-year"))
            .width(Width::Tiny)
            .value(held("nam"))
            .error(error("nam")),
        Field::select(
            "co-quan",
            ctx.t("satisfaction-head-surveyor"),
            ui::agency_choices(ctx, &scope, &held("co-quan"))?,
        )
        .error(error("co-quan")),
        Field::date("tu", ctx.t("satisfaction-head-first-on")).value(held("tu")).error(error("tu")),
        last,
        Field::radios("bo-cau-hoi", ctx.t("satisfaction-head-set"), sets.collect())
            .error(error("bo-cau-hoi")),
        Field::checkboxes("nhom", ctx.t("satisfaction-head-groups"), groups.collect()).error(error("nhom")),
        Field::checkboxes("cap", ctx.t("satisfaction-head-units"), Vec::from(kinds))
            .hint(ctx.t("satisfaction-wave-units-hint"))
            .error(error("cap")),
        Field::select("don-vi", ctx.t("satisfaction-wave-unit-more"), units)
            .optional()
            .error(error("don-vi")),
        population,
        expected,
    ])
}
