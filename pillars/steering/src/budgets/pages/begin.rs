//! /ngan-sach-cchc/lap: an agency's estimate of a year begun.

use super::super::deeds;
use super::super::slice::EDIT;
use super::{FormView, PATH, after, budget_path, year_choices};
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

/// Begins the estimate.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    after(
        deeds::begin(&ctx, &form).await,
        |id| redirect(&budget_path(id), Some("budgets-flash-begun")),
        |errors| view(&ctx, ["nam", "co-quan"].map(|name| form.text(name)), errors),
    )
}

fn view(ctx: &Ctx, [year, agency]: [&str; 2], errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let next = ctx.today().year() + 1;
    let agencies = ui::agency_choices(ctx, &ctx.scope(EDIT), agency)?;
    let fields = vec![
        Field::select("co-quan", ctx.t("budgets-head-agency"), agencies).error(error("co-quan")),
        Field::select("nam", ctx.t("budgets-head-year"), year_choices(ctx, year.parse().unwrap_or(next)))
            .error(error("nam")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, "/ngan-sach-cchc/lap", ctx.t("budgets-begin"), fields)
        .with_secondary(PATH, ctx.t("ui-back"));
    let title = ctx.t("budgets-begin-title");
    Ok(FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(PATH, ctx.t("budgets-menu")),
        head: Head { lead: ctx.t("budgets-begin-lead"), ..Head::new(title) },
        notes: Vec::new(),
        table: None,
        form,
    })
}
