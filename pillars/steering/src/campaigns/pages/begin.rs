//! /truyen-thong/lap: an agency's communication plan of a year begun.

use super::super::acts;
use super::super::slice::EDIT;
use super::{FormView, PATH, plan_path, year_choices};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Field, Form, Head};

/// The form.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let typed = ["nam", "co-quan"].map(|name| query.get(name).unwrap_or_default());
    ui::html(&view(&ctx, typed, &FieldErrors::new())?)
}

/// Begins the plan.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let directory = ctx.app.directory();
    let agency = directory.by_code(form.text("co-quan")).map(|a| a.id).filter(|id| ctx.may(EDIT, *id));
    let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=2100).contains(y));
    for (name, missing) in [("co-quan", agency.is_none()), ("nam", year.is_none())] {
        if missing {
            errors.add(name, "form-required");
        }
    }
    let (Some(agency), Some(year)) = (agency, year) else {
        let typed = ["nam", "co-quan"].map(|name| form.text(name));
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, typed, &errors)?);
    };
    ctx.require(EDIT, agency)?;
    let author = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::begin(&ctx.app, &tx, agency, year, &author).await?;
    tx.commit().await?;
    Ok(redirect(&plan_path(id), Some("campaigns-flash-begun")))
}

fn view(ctx: &Ctx, [year, agency]: [&str; 2], errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let next = ctx.today().year() + i32::from(ctx.today().month() > 9);
    let agencies = ui::agency_choices(ctx, &ctx.scope(EDIT), agency)?;
    let fields = vec![
        Field::select("co-quan", ctx.t("campaigns-head-agency"), agencies).error(error("co-quan")),
        Field::select("nam", ctx.t("campaigns-head-year"), year_choices(ctx, year.parse().unwrap_or(next)))
            .error(error("nam")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, "/truyen-thong/lap", ctx.t("campaigns-begin"), fields)
        .with_secondary(PATH, ctx.t("ui-back"));
    let title = ctx.t("campaigns-begin-title");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(PATH, ctx.t("campaigns-menu")),
        head: Head { lead: ctx.t("campaigns-begin-lead"), ..Head::new(title) },
        table: None,
        form,
    })
}
