//! /chi-phi/{id}/so-lieu: income of an hour, times and subjects of a draft; subjects from the dossiers of the year, or others
//! with the reason.

use super::super::acts;
use super::super::rules::cost::lower_middle;
use super::super::rules::typed::{values, whole};
use super::super::slice::EDIT;
use super::super::store::Study;
use super::new::View;
use super::{as_seen, found, path, seen, title};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Choice, Field, Form, Head};

/// Largest income of an hour, times a year and subjects.
const MOST_INCOME: i64 = 100_000_000;
const MOST_TIMES: i64 = 100_000;
const MOST_SUBJECTS: i64 = 100_000_000;

/// What is typed, by field.
struct Typed {
    income: String,
    source: String,
    own: bool,
    times: String,
    subjects: String,
    reason: String,
}

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let study = found(&ctx, EDIT, id).await?;
    study.state()?.editable()?;
    let given = if study.subjects_given.is_empty() {
        study.subjects.to_string()
    } else {
        study.subjects_given.clone()
    };
    let typed = Typed {
        income: study.income.to_string(),
        source: study.income_source.clone(),
        own: study.own_count,
        times: study.times.to_string(),
        subjects: if study.own_count { given } else { String::new() },
        reason: study.own_reason.clone(),
    };
    let now = acts::counted(&ctx.app, &study.procedure_code, study.year, study.agency_id).await?;
    ui::html(&view(&ctx, &study, now, &typed, &FieldErrors::new()))
}

/// Keeps the numbers.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let study = found(&ctx, EDIT, id).await?;
    match kept(&ctx, &study, &form).await {
        Ok(()) => Ok(redirect(&path(id), Some("compliance-cost-flash-kept"))),
        Err(Error::Invalid(errors)) => {
            let now = acts::counted(&ctx.app, &study.procedure_code, study.year, study.agency_id).await?;
            let typed = read(&form, &mut FieldErrors::new());
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &study, now, &typed, &errors))
        }
        Err(other) => Err(other),
    }
}

fn read(form: &Submitted, errors: &mut FieldErrors) -> Typed {
    Typed {
        income: form.text("thu-nhap").to_owned(),
        source: form.required(errors, "nguon", 300),
        own: form.text("cach-dem") == "rieng",
        times: form.text("so-lan").to_owned(),
        subjects: form.text("doi-tuong").to_owned(),
        reason: form.at_most(errors, "ly-do", 1000),
    }
}

/// Keeps the numbers as they were typed.
pub async fn kept(ctx: &Ctx, study: &Study, form: &Submitted) -> Result<()> {
    seen(ctx, study, form)?;
    let now = acts::counted(&ctx.app, &study.procedure_code, study.year, study.agency_id).await?;
    let mut errors = FieldErrors::new();
    let typed = read(form, &mut errors);
    let income = whole(&typed.income).filter(|n| (0..=MOST_INCOME).contains(n));
    if income.is_none() {
        errors.add("thu-nhap", "compliance-cost-error-whole");
    }
    let numbers = if typed.own { own(&typed, &mut errors) } else { Some((1, now)) };
    let (Some(income), Some((times, subjects)), true) = (income, numbers, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let new = Study {
        income,
        income_source: typed.source,
        times,
        subjects,
        subjects_given: if typed.own { typed.subjects } else { String::new() },
        counted: now,
        own_count: typed.own,
        own_reason: if typed.own { typed.reason } else { String::new() },
        ..study.clone()
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    match acts::set_numbers(&tx, &new).await {
        Err(Error::Refused(Refusal { key, status: 422, .. })) => {
            errors.add("doi-tuong", key);
            Err(Error::Invalid(errors))
        }
        done => {
            done?;
            tx.commit().await
        }
    }
}

/// Times and subjects of one's own, of several sources the lower-middle; the reason is demanded.
fn own(typed: &Typed, errors: &mut FieldErrors) -> Option<(i64, i64)> {
    let times = whole(&typed.times).filter(|n| (1..=MOST_TIMES).contains(n));
    if times.is_none() {
        errors.add("so-lan", "compliance-cost-error-whole");
    }
    let subjects = values(&typed.subjects, whole).and_then(|v| lower_middle(&v));
    let subjects = subjects.filter(|n| (0..=MOST_SUBJECTS).contains(n));
    if subjects.is_none() {
        errors.add("doi-tuong", "compliance-cost-error-values");
    }
    if typed.reason.is_empty() {
        errors.add("ly-do", "compliance-cost-error-reason");
    }
    Some((times?, subjects?))
}

fn view(ctx: &Ctx, study: &Study, counted: i64, typed: &Typed, errors: &FieldErrors) -> View {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let count = [("count", ctx.locale.integer(counted)), ("year", study.year.to_string())];
    let ways = vec![
        Choice::new("ho-so", ctx.tn("compliance-cost-way-dossiers", &count), !typed.own)
            .hint(ctx.t("compliance-cost-way-dossiers-hint")),
        Choice::new("rieng", ctx.t("compliance-cost-way-own"), typed.own),
    ];
    let only_own = |mut field: Field| {
        field.show_when = Some(("cach-dem".to_owned(), "rieng".to_owned()));
        field.optional()
    };
    let fields = vec![
        Field::money("thu-nhap", ctx.t("compliance-cost-income"))
            .value(typed.income.clone())
            .error(error("thu-nhap")),
        Field::text("nguon", ctx.t("compliance-cost-income-source"))
            .hint(ctx.t("compliance-cost-income-hint"))
            .value(typed.source.clone())
            .error(error("nguon")),
        Field::radios("cach-dem", ctx.t("compliance-cost-subjects"), ways),
        only_own(
            Field::number("so-lan", ctx.t("compliance-cost-times"))
                .hint(ctx.t("compliance-cost-times-hint"))
                .value(typed.times.clone())
                .error(error("so-lan")),
        ),
        only_own(
            Field::text("doi-tuong", ctx.t("compliance-cost-subjects-own"))
                .hint(ctx.t("compliance-cost-values-hint"))
                .value(typed.subjects.clone())
                .error(error("doi-tuong")),
        ),
        only_own(
            Field::textarea("ly-do", ctx.t("compliance-cost-own-reason"), 3)
                .value(typed.reason.clone())
                .error(error("ly-do")),
        ),
    ];
    let words = ui::words(&ctx.locale);
    let mut form =
        Form::new(&words, format!("{}/so-lieu", path(study.id)), ctx.t("compliance-cost-keep"), fields)
            .with_secondary(path(study.id), ctx.t("ui-back"));
    form.hidden = as_seen(study);
    View {
        page: ui::page(ctx, ctx.t("compliance-cost-numbers")).with_back(path(study.id), title(ctx, study)),
        head: Head { lead: title(ctx, study), ..Head::new(ctx.t("compliance-cost-numbers")) },
        form,
    }
}
