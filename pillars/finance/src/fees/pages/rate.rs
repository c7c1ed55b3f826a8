//! /bieu-phi/moi, /bieu-phi/{id}/het: a row of the schedule is added, or gets its last day.

use super::parts::{self, Desk, Tried};
use super::schedule::PATH;
use crate::fees::acts;
use crate::fees::rules::schedule::{Kind, Rate};
use crate::fees::rules::{self};
use crate::fees::store::{self, NewRate, RateRow};
use axum::extract::Path;
use axum::response::Response;
use contracts::procedures::Catalogue;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use std::sync::Arc;
use ui::{Choice, Field, Form, Head, SummaryList, Width};

/// The form of a new row.
pub async fn new(ctx: Ctx) -> Result<Response> {
    adding(&ctx, None).await
}

async fn adding(ctx: &Ctx, tried: Option<&Tried<'_>>) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let fill = |field| Tried::fill(tried, ctx, "moi", field);
    let held = |name: &str| tried.map(|t| t.typed.text(name).to_owned()).unwrap_or_default();
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let chosen = held("thu-tuc");
    let mut procedures = vec![Choice::new("", ctx.t("ui-choose"), chosen.is_empty())];
    for version in catalogue.all_in_force(&ctx.app, ctx.today()).await? {
        let code = version.body.code.clone();
        let selected = code == chosen;
        procedures.push(Choice::new(code.clone(), format!("{code} {}", version.body.name), selected));
    }
    let kind = held("loai");
    let kinds = Kind::ALL
        .into_iter()
        .map(|k| {
            Choice::new(
                k.code(),
                ctx.t(&format!("fees-kind-{}", k.code())),
                k.code() == kind || (kind.is_empty() && k == Kind::Charge),
            )
        })
        .collect();
    let fields = vec![
        fill(Field::select("thu-tuc", ctx.t("fees-head-procedure"), procedures)),
        fill(Field::radios("loai", ctx.t("fees-head-kind"), kinds)),
        fill(Field::text("ten", ctx.t("fees-head-name")).max_length(200)),
        fill(Field::money("muc", ctx.t("fees-head-rate"))),
        fill(
            Field::text("don-vi", ctx.t("fees-field-unit")).value("đồng").width(Width::Medium).max_length(40),
        ),
        fill(Field::date("tu", ctx.t("fees-head-valid-from")).value(ctx.today().to_string())),
        fill(Field::date("den", ctx.t("fees-head-valid-to")).optional()),
        fill(Field::text("can-cu", ctx.t("fees-head-basis")).max_length(300).hint(ctx.t("fees-hint-basis"))),
    ];
    let form = Form::new(&words, "/bieu-phi/moi", ctx.t("fees-rate-add"), fields)
        .with_secondary(PATH, ctx.t("fees-schedule-title"));
    let title = ctx.t("fees-rate-add-title");
    let view = Desk {
        page: ui::page(ctx, title.clone()).with_crumb(PATH, ctx.t("fees-schedule-title")),
        head: Head { lead: ctx.t("fees-rate-add-lead"), ..Head::new(title) },
        tabs: parts::tabs(ctx, ""),
        sections: vec![parts::bare(ui::markup(&form))],
    };
    ui::html_with(parts::status(tried), &view)
}

/// Adds a row.
pub async fn add(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let procedure = typed.required(&mut errors, "thu-tuc", 60);
    let name = typed.required(&mut errors, "ten", 200);
    let unit = typed.required(&mut errors, "don-vi", 40);
    let basis = typed.required(&mut errors, "can-cu", 300);
    let kind = Kind::from_code(typed.text("loai"));
    if kind.is_none() {
        errors.add("loai", "form-required");
    }
    let amount = rules::amount(typed.text("muc"));
    if amount.is_none() {
        errors.add("muc", "fees-error-amount");
    }
    let from = typed.day(&mut errors, "tu");
    if typed.text("tu").is_empty() {
        errors.add("tu", "form-required");
    }
    let to = typed.day(&mut errors, "den");
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        errors.add("den", "fees-error-days");
    }
    let (Some(kind), Some(amount), Some(from)) = (kind, amount, from) else {
        return adding(&ctx, Some(&Tried { act: "moi", typed: &typed, errors: &errors })).await;
    };
    if !errors.is_empty() {
        return adding(&ctx, Some(&Tried { act: "moi", typed: &typed, errors: &errors })).await;
    }
    let rate = Rate { kind, name, unit, amount, from, to, basis };
    let new = NewRate { procedure_code: procedure, rate, confirmed: true };
    acts::add_rate(&ctx.app, &ctx.actor(), new).await?;
    Ok(redirect(PATH, Some("fees-flash-rate-added")))
}

/// The form of a row's last day.
pub async fn ending(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = store::rate(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    page(&ctx, &row, None)
}

fn page(ctx: &Ctx, row: &RateRow, tried: Option<&Tried<'_>>) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let about = SummaryList::new(&words)
        .row(ctx.t("fees-head-procedure"), row.procedure_code.clone())
        .row(ctx.t("fees-head-name"), row.name.clone())
        .row(ctx.t("fees-head-rate"), format!("{} {}", ctx.locale.integer(row.amount), row.unit))
        .row(ctx.t("fees-head-valid-from"), parts::vn(&row.from_on));
    let last = Field::date("den", ctx.t("fees-head-valid-to")).value(ctx.today().to_string());
    let fields = vec![Tried::fill(tried, ctx, "het", last)];
    let form = Form::new(&words, format!("{PATH}/{}/het", row.id), ctx.t("fees-rate-end"), fields)
        .with_secondary(PATH, ctx.t("fees-schedule-title"));
    let title = ctx.t("fees-rate-end-title");
    let view = Desk {
        page: ui::page(ctx, title.clone()).with_crumb(PATH, ctx.t("fees-schedule-title")),
        head: Head { lead: ctx.t("fees-rate-end-lead"), ..Head::new(title) },
        tabs: parts::tabs(ctx, ""),
        sections: vec![parts::bare(ui::markup(&about)), parts::bare(ui::markup(&form))],
    };
    ui::html_with(parts::status(tried), &view)
}

/// Gives a row its last day.
pub async fn end(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let row = store::rate(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::new();
    let last = typed.day(&mut errors, "den");
    if typed.text("den").is_empty() {
        errors.add("den", "form-required");
    }
    let Some(last) = last else {
        return page(&ctx, &row, Some(&Tried { act: "het", typed: &typed, errors: &errors }));
    };
    acts::end_rate(&ctx.app, &ctx.actor(), &row, last).await?;
    Ok(redirect(PATH, Some("fees-flash-rate-ended")))
}
