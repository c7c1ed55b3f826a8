//! /chi-phi/{id}/viec, /chi-phi/{id}/viec/{line}: a job of a draft, added, changed or taken out.

use super::super::acts;
use super::super::rules::cost::lower_middle;
use super::super::rules::typed::{hours, shown_hours, values, whole};
use super::super::slice::EDIT;
use super::super::store::{self, Line, Study};
use super::new::View;
use super::{activities, as_seen, found, path, seen, title};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Choice, Field, Form, Head};

/// Most persons of a job.
const MOST_PERSONS: i64 = 10_000;

/// What is typed, by field, in the order of the form.
#[derive(Default)]
struct Typed {
    activity: String,
    job: String,
    action: String,
    hours: String,
    persons: String,
    income: String,
    outside: String,
    fee: String,
    note: String,
    evidence: String,
}

impl Typed {
    fn of(line: &Line) -> Typed {
        let given = |given: &str, value: String| if given.is_empty() { value } else { given.to_owned() };
        Typed {
            activity: line.activity.clone(),
            job: line.job.clone(),
            action: line.action.clone(),
            hours: given(&line.hours_given, shown_hours(line.hours)),
            persons: line.persons.to_string(),
            income: line.income.map(|i| i.to_string()).unwrap_or_default(),
            outside: given(&line.outside_given, line.outside.to_string()),
            fee: line.fee.to_string(),
            note: line.note.clone(),
            evidence: line.evidence.clone(),
        }
    }
}

/// The form of a new job.
pub async fn add(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let study = found(&ctx, EDIT, id).await?;
    study.state()?.editable()?;
    let typed = Typed { persons: "1".to_owned(), ..Typed::default() };
    ui::html(&view(&ctx, &study, None, &typed, &FieldErrors::new())?)
}

/// The form of a job that is there.
pub async fn show(ctx: Ctx, Path((id, line)): Path<(i64, i64)>) -> Result<Response> {
    let study = found(&ctx, EDIT, id).await?;
    study.state()?.editable()?;
    let line = store::line(&ctx.app.store, id, line).await?;
    ui::html(&view(&ctx, &study, Some(line.id), &Typed::of(&line), &FieldErrors::new())?)
}

/// Adds a job.
pub async fn added(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let study = found(&ctx, EDIT, id).await?;
    seen(&ctx, &study, &form)?;
    keep(&ctx, &study, None, &form).await
}

/// Keeps a job, or takes it out.
pub async fn submit(ctx: Ctx, Path((id, line)): Path<(i64, i64)>, form: Submitted) -> Result<Response> {
    let study = found(&ctx, EDIT, id).await?;
    seen(&ctx, &study, &form)?;
    let line = store::line(&ctx.app.store, id, line).await?;
    if form.ticked("bo") {
        dropped(&ctx, &study, line.id).await?;
        return Ok(redirect(&path(id), Some("compliance-cost-flash-dropped")));
    }
    keep(&ctx, &study, Some(line), &form).await
}

/// Whether what was sent falls on what was seen.
pub fn seen_now(ctx: &Ctx, study: &Study, form: &Submitted) -> Result<()> {
    seen(ctx, study, form)
}

/// Takes a job out.
pub async fn dropped(ctx: &Ctx, study: &Study, line: i64) -> Result<()> {
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_line(&tx, study, line).await?;
    tx.commit().await
}

async fn keep(ctx: &Ctx, study: &Study, was: Option<Line>, form: &Submitted) -> Result<Response> {
    match kept(ctx, study, was.as_ref(), form).await {
        Ok(_) => Ok(redirect(&path(study.id), Some("compliance-cost-flash-kept"))),
        Err(Error::Invalid(errors)) => {
            let typed = read(form, &mut FieldErrors::new());
            let view = view(ctx, study, was.map(|l| l.id), &typed, &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(other) => Err(other),
    }
}

/// Keeps a job as it was typed; its id.
pub async fn kept(ctx: &Ctx, study: &Study, was: Option<&Line>, form: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let typed = read(form, &mut errors);
    let Some(line) = line(&typed, was, &mut errors).filter(|_| errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    match acts::put_line(&tx, study, &line).await {
        Err(Error::Refused(Refusal { key, status: 422, .. })) => {
            errors.add("gio", key);
            Err(Error::Invalid(errors))
        }
        done => {
            let id = done?;
            tx.commit().await?;
            Ok(id)
        }
    }
}

fn read(form: &Submitted, errors: &mut FieldErrors) -> Typed {
    Typed {
        activity: form.required(errors, "nhom", 60),
        job: form.required(errors, "viec", 300),
        action: form.at_most(errors, "cach", 600),
        hours: form.at_most(errors, "gio", 300),
        persons: form.text("nguoi").to_owned(),
        income: form.text("thu-nhap").to_owned(),
        outside: form.at_most(errors, "dich-vu", 500),
        fee: form.text("phi").to_owned(),
        note: form.at_most(errors, "ghi-chu", 1000),
        evidence: form.at_most(errors, "can-cu", 1000),
    }
}

/// The job that was typed; where several sources were given, with the lower-middle of their values.
fn line(typed: &Typed, was: Option<&Line>, errors: &mut FieldErrors) -> Option<Line> {
    let mut several = |name: &str, text: &str, read: fn(&str) -> Option<i64>| {
        let found = values(text, read);
        if found.is_none() {
            errors.add(name, "compliance-cost-error-values");
        }
        found.map(|v| lower_middle(&v).unwrap_or(0))
    };
    let hours = several("gio", &typed.hours, hours);
    let outside = several("dich-vu", &typed.outside, whole);
    let mut one = |name: &str, text: &str| {
        let found = if text.is_empty() { Some(0) } else { whole(text) };
        if found.is_none() {
            errors.add(name, "compliance-cost-error-whole");
        }
        found
    };
    let fee = one("phi", &typed.fee);
    let income = one("thu-nhap", &typed.income).map(|i| (!typed.income.is_empty()).then_some(i));
    let persons = one("nguoi", &typed.persons).map(|p| p.max(1));
    if persons.is_some_and(|p| p > MOST_PERSONS) {
        errors.add("nguoi", "compliance-cost-error-whole");
    }
    let given = |text: &str| if text.contains(';') { text.to_owned() } else { String::new() };
    Some(Line {
        id: was.map_or(0, |l| l.id),
        position: was.map_or(0, |l| l.position),
        study_id: 0,
        activity: typed.activity.clone(),
        job: typed.job.clone(),
        action: typed.action.clone(),
        hours: hours?,
        hours_given: given(&typed.hours),
        persons: persons?,
        income: income?,
        outside: outside?,
        outside_given: given(&typed.outside),
        fee: fee?,
        note: typed.note.clone(),
        evidence: typed.evidence.clone(),
    })
}

fn view(ctx: &Ctx, study: &Study, line: Option<i64>, typed: &Typed, errors: &FieldErrors) -> Result<View> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let mut kinds: Vec<Choice> = activities(ctx)?
        .into_iter()
        .map(|a| Choice::new(a.key.clone(), ctx.locale.pick(&a.name, &a.name_en), a.key == typed.activity))
        .collect();
    if !typed.activity.is_empty() && kinds.iter().all(|k| k.value != typed.activity) {
        kinds.push(Choice::new(typed.activity.clone(), typed.activity.clone(), true));
    }
    let fields = vec![
        Field::select("nhom", ctx.t("compliance-cost-head-activity"), kinds).error(error("nhom")),
        Field::text("viec", ctx.t("compliance-cost-head-job")).value(typed.job.clone()).error(error("viec")),
        Field::textarea("cach", ctx.t("compliance-cost-head-action"), 2)
            .value(typed.action.clone())
            .optional()
            .error(error("cach")),
        Field::text("gio", ctx.t("compliance-cost-head-hours"))
            .hint(ctx.t("compliance-cost-hours-hint"))
            .value(typed.hours.clone())
            .optional()
            .error(error("gio")),
        Field::number("nguoi", ctx.t("compliance-cost-head-persons"))
            .value(typed.persons.clone())
            .error(error("nguoi")),
        Field::money("thu-nhap", ctx.t("compliance-cost-income-own"))
            .hint(ctx.tn("compliance-cost-income-own-hint", &[("income", ctx.locale.integer(study.income))]))
            .value(typed.income.clone())
            .optional()
            .error(error("thu-nhap")),
        Field::text("dich-vu", ctx.t("compliance-cost-head-outside"))
            .hint(ctx.t("compliance-cost-outside-hint"))
            .value(typed.outside.clone())
            .optional()
            .error(error("dich-vu")),
        Field::money("phi", ctx.t("compliance-cost-head-fee"))
            .value(typed.fee.clone())
            .optional()
            .error(error("phi")),
        Field::textarea("ghi-chu", ctx.t("compliance-cost-head-note"), 2)
            .value(typed.note.clone())
            .optional()
            .error(error("ghi-chu")),
        Field::textarea("can-cu", ctx.t("compliance-cost-evidence"), 2)
            .hint(ctx.t("compliance-cost-evidence-hint"))
            .value(typed.evidence.clone())
            .optional()
            .error(error("can-cu")),
    ];
    let here = path(study.id);
    let (action, heading) = match line {
        Some(line) => (format!("{here}/viec/{line}"), ctx.t("compliance-cost-edit-line")),
        None => (format!("{here}/viec"), ctx.t("compliance-cost-add-line")),
    };
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, action, ctx.t("compliance-cost-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(study);
    if line.is_some() {
        form.second_button = Some(("bo".to_owned(), "1".to_owned(), ctx.t("compliance-cost-drop-line")));
    }
    Ok(View {
        page: ui::page(ctx, heading.clone()).with_back(here, title(ctx, study)),
        head: Head { lead: ctx.t("compliance-cost-line-lead"), ..Head::new(heading) },
        form,
    })
}
