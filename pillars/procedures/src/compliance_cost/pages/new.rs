//! /chi-phi/moi: opening the study of a procedure, year and agency.

use super::super::acts;
use super::super::slice::EDIT;
use super::{author, path};
use axum::http::StatusCode;
use axum::response::Response;
use contracts::procedures::Catalogue;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::once::Once;
use platform::{Ctx, FieldErrors};
use std::sync::Arc;
use ui::{Choice, Field, Form, Head, Page};

#[derive(askama::Template)]
#[template(path = "compliance_cost/pages/form.html")]
pub(super) struct View {
    pub page: Page,
    pub head: Head,
    pub form: Form,
}

/// The form.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = ctx.today().year().to_string();
    let raw = [query.get("thu-tuc").unwrap_or_default(), "", year.as_str()];
    ui::html(&view(&ctx, raw, &Submitted::default(), &FieldErrors::new()).await?)
}

/// Opens the study.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    match opened(&ctx, &typed).await {
        Ok(id) => Ok(redirect(&path(id), Some("compliance-cost-flash-opened"))),
        Err(Error::Invalid(errors)) => {
            let raw = [typed.text("thu-tuc"), typed.text("co-quan"), typed.text("nam")];
            let page = view(&ctx, raw, &typed, &errors).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

/// Opens it as it was typed, one for a form sent twice; its id.
pub async fn opened(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let version = catalogue.in_force(&ctx.app, typed.text("thu-tuc"), ctx.today()).await?;
    let directory = ctx.app.directory();
    let agency = directory.by_code(typed.text("co-quan")).filter(|a| ctx.may(EDIT, a.id));
    let this = ctx.today().year();
    let year = typed.text("nam").parse::<i32>().ok().filter(|y| (2000..=this + 1).contains(y));
    if version.is_none() {
        errors.add("thu-tuc", "form-required");
    }
    if agency.is_none() {
        errors.add("co-quan", "form-required");
    }
    if year.is_none() {
        errors.add("nam", "compliance-cost-error-year");
    }
    let (Some(version), Some(agency), Some(year)) = (version, agency, year) else {
        return Err(Error::Invalid(errors));
    };
    ctx.require(EDIT, agency.id)?;
    let once = Once::of("cost_study", typed);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let id = acts::open(&ctx.app, &tx, &version, (agency.id, year), &author(ctx)?).await?;
    once.opened(&tx, id).await?;
    tx.commit().await?;
    Ok(id)
}

async fn view(
    ctx: &Ctx,
    [procedure, agency, year]: [&str; 3],
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<View> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    let blank = |selected: bool| Choice::new("", ctx.t("compliance-cost-choose"), selected);
    let procedures = all.iter().map(|v| {
        Choice::new(
            v.body.code.clone(),
            format!("{} – {}", v.body.code, v.body.name),
            v.body.code == procedure,
        )
    });
    let agencies = ui::agency_choices(ctx, &ctx.scope(EDIT), agency)?;
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::select(
            "thu-tuc",
            ctx.t("compliance-cost-head-procedure"),
            std::iter::once(blank(procedure.is_empty())).chain(procedures).collect(),
        )
        .error(error("thu-tuc")),
        Field::select(
            "co-quan",
            ctx.t("compliance-cost-head-agency"),
            std::iter::once(blank(false)).chain(agencies).collect(),
        )
        .error(error("co-quan")),
        Field::number("nam", ctx.t("compliance-cost-head-year"))
            .hint(ctx.t("compliance-cost-year-hint"))
            .value(year)
            .error(error("nam")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, "/chi-phi/moi", ctx.t("compliance-cost-open"), fields)
        .once(ctx, typed, errors)
        .with_secondary("/chi-phi", ctx.t("ui-back"));
    let title = ctx.t("compliance-cost-new");
    Ok(View {
        page: ui::page(ctx, title.clone()).with_back("/chi-phi", ctx.t("compliance-cost-list-title")),
        head: Head { lead: ctx.t("compliance-cost-new-lead"), ..Head::new(title) },
        form,
    })
}
