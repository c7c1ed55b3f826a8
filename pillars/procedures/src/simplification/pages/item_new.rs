//! /ra-soat/viec/moi: a row for an agency's review plan: procedure or group, agency, time, basis, expected product.

use super::super::acts;
use super::super::rules::plan::BASES;
use super::super::slice::EDIT;
use super::super::store::plans::NewItem;
use super::{FormView, agencies, basis, choices, procedure, procedures};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Field, Form, Head};

/// The names of the fields, in order.
const NAMES: [&str; 8] = ["nam", "co-quan", "thu-tuc", "nhom", "tu", "den", "can-cu", "san-pham"];

/// The form.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut raw = NAMES.map(|n| query.get(n).unwrap_or_default().to_owned());
    if let Some(year) = raw.first_mut().filter(|y| y.is_empty()) {
        *year = ctx.today().year().to_string();
    }
    ui::html(&view(&ctx, &raw, &FieldErrors::new()).await?)
}

/// Adds the row.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match added(&ctx, &form).await {
        Ok(id) => Ok(redirect(&format!("/ra-soat/viec/{id}"), Some("simplification-flash-added"))),
        Err(Error::Invalid(errors)) => {
            let raw = NAMES.map(|n| form.text(n).to_owned());
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &raw, &errors).await?)
        }
        Err(other) => Err(other),
    }
}

/// Adds the row as it was typed; its id.
pub async fn added(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let this = ctx.today().year();
    let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=this + 1).contains(y));
    if year.is_none() {
        errors.add("nam", "simplification-error-year");
    }
    let directory = ctx.app.directory();
    let agency = directory.by_code(form.text("co-quan")).filter(|a| ctx.may(EDIT, a.id));
    if agency.is_none() {
        errors.add("co-quan", "form-required");
    }
    let version = procedure(ctx, form.text("thu-tuc")).await?;
    let group = form.at_most(&mut errors, "nhom", 300);
    // One row is one procedure or one group: neither is dropped without a word.
    if version.is_some() && !group.is_empty() {
        errors.add("nhom", "simplification-error-both");
    }
    let (code, subject) = match (&version, group.is_empty()) {
        (Some(v), _) => (v.body.code.clone(), v.body.name.clone()),
        (None, false) => (String::new(), group),
        (None, true) => {
            errors.add("thu-tuc", "simplification-error-subject");
            (String::new(), group)
        }
    };
    let days = (form.day(&mut errors, "tu"), form.day(&mut errors, "den"));
    match days {
        (Some(from), Some(to)) if to < from => errors.add("den", "simplification-error-days"),
        (None, _) if form.text("tu").is_empty() => errors.add("tu", "form-required"),
        (_, None) if form.text("den").is_empty() => errors.add("den", "form-required"),
        _ => {}
    }
    let basis = form.text("can-cu").to_owned();
    if !BASES.contains(&basis.as_str()) {
        errors.add("can-cu", "form-required");
    }
    let product = form.required(&mut errors, "san-pham", 500);
    let (Some(year), Some(agency), (Some(from), Some(to)), true) = (year, agency, days, errors.is_empty())
    else {
        return Err(Error::Invalid(errors));
    };
    ctx.require(EDIT, agency.id)?;
    let new = NewItem { procedure_code: code, subject, from, to, basis, product };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::add_item(&tx, (agency.id, year), &new).await?;
    tx.commit().await?;
    Ok(id)
}

async fn view(ctx: &Ctx, raw: &[String; 8], errors: &FieldErrors) -> Result<FormView> {
    let [year, agency, procedure, group, from, to, why, product] = raw;
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::number("nam", ctx.t("simplification-head-year")).value(year.clone()).error(error("nam")),
        Field::select("co-quan", ctx.t("simplification-head-agency"), agencies(ctx, EDIT, agency)?)
            .error(error("co-quan")),
        Field::select(
            "thu-tuc",
            ctx.t("simplification-head-procedure"),
            procedures(ctx, "simplification-group-instead", procedure).await?,
        )
        .optional()
        .error(error("thu-tuc")),
        Field::text("nhom", ctx.t("simplification-head-group"))
            .hint(ctx.t("simplification-group-hint"))
            .value(group.clone())
            .optional()
            .error(error("nhom")),
        Field::date("tu", ctx.t("simplification-head-from")).value(from.clone()).error(error("tu")),
        Field::date("den", ctx.t("simplification-head-to")).value(to.clone()).error(error("den")),
        Field::select("can-cu", ctx.t("simplification-head-basis"), choices(ctx, &BASES, why, basis))
            .error(error("can-cu")),
        Field::textarea("san-pham", ctx.t("simplification-head-product"), 2)
            .hint(ctx.t("simplification-product-hint"))
            .value(product.clone())
            .error(error("san-pham")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, "/ra-soat/viec/moi", ctx.t("simplification-item-add"), fields)
        .with_secondary("/ra-soat", ctx.t("ui-back"));
    let title = ctx.t("simplification-item-new");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back("/ra-soat", ctx.t("simplification-tab-plan")),
        head: Head { lead: ctx.t("simplification-item-lead"), ..Head::new(title) },
        form,
    })
}
