//! /ke-hoach-cchc/lap: an agency's plan of a year or half-year begun.

use super::super::acts;
use super::super::rules::Span;
use super::super::slice::EDIT;
use super::{FormView, PATH, plan_path, year_choices};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Form, Head};

/// The form.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let typed = ["nam", "ky", "co-quan"].map(|name| query.get(name).unwrap_or_default());
    ui::html(&view(&ctx, typed, &FieldErrors::new())?)
}

/// Begins the plan.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match enter(&ctx, &form).await {
        Err(Error::Invalid(errors)) => {
            let typed = ["nam", "ky", "co-quan"].map(|name| form.text(name));
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, typed, &errors)?)
        }
        other => Ok(redirect(&plan_path(other?), Some("plans-flash-begun"))),
    }
}

/// Begins the plan that a form asks for; its id.
///
/// # Errors
/// All that is wrong with the form.
pub async fn enter(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let directory = ctx.app.directory();
    let agency = directory.by_code(form.text("co-quan")).map(|a| a.id).filter(|id| ctx.may(EDIT, *id));
    let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=2100).contains(y));
    let span = Span::from_code(form.text("ky"));
    let missing = [("co-quan", agency.is_none()), ("nam", year.is_none()), ("ky", span.is_none())];
    for (name, _) in missing.iter().filter(|(_, missing)| *missing) {
        errors.add(*name, "form-required");
    }
    let (Some(agency), Some(year), Some(span)) = (agency, year, span) else {
        return Err(Error::Invalid(errors));
    };
    ctx.require(EDIT, agency)?;
    let author = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::begin(&ctx.app, &tx, agency, (year, span), &author).await?;
    tx.commit().await?;
    Ok(id)
}

fn view(ctx: &Ctx, [year, span, agency]: [&str; 3], errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let next = ctx.today().year() + i32::from(ctx.today().month() > 9);
    let spans = Span::ALL
        .map(|s| Choice::new(s.code(), ctx.t(&format!("plans-kind-{}", s.code())), s.code() == span));
    let fields = vec![
        Field::select(
            "co-quan",
            ctx.t("plans-head-agency"),
            ui::agency_choices(ctx, &ctx.scope(EDIT), agency)?,
        )
        .error(error("co-quan")),
        Field::select("nam", ctx.t("plans-head-year"), year_choices(ctx, year.parse().unwrap_or(next)))
            .error(error("nam")),
        Field::radios("ky", ctx.t("plans-head-span"), spans.into()).error(error("ky")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, "/ke-hoach-cchc/lap", ctx.t("plans-begin"), fields)
        .with_secondary(PATH, ctx.t("ui-back"));
    let title = ctx.t("plans-begin-title");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(PATH, ctx.t("plans-menu")),
        head: Head { lead: ctx.t("plans-begin-lead"), ..Head::new(title) },
        table: None,
        form,
    })
}
