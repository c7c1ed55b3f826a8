//! /ra-soat/phieu/moi: opening a sheet of one of the questionnaires, for a row of a plan or by itself.

use super::super::acts::{self, questionnaires};
use super::super::slice::EDIT;
use super::super::store::plans;
use super::super::store::sheets::NewSheet;
use super::{FormView, agencies, procedure, procedures, sheets};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::once::Once;
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Form, Head};

/// The names of the fields, in order.
const NAMES: [&str; 5] = ["mau", "thu-tuc", "doi-tuong", "co-quan", "viec"];

/// The form.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let raw = NAMES.map(|n| query.get(n).unwrap_or_default().to_owned());
    ui::html(&view(&ctx, &raw, &Submitted::default(), &FieldErrors::new()).await?)
}

/// Opens the sheet.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match entered(&ctx, &form).await {
        Err(Error::Invalid(errors)) => {
            let raw = NAMES.map(|n| form.text(n).to_owned());
            let page = view(&ctx, &raw, &form, &errors).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other
            .map(|id| redirect(&format!("/ra-soat/phieu/{id}/cau/1"), Some("simplification-flash-sheet"))),
    }
}

/// Opens the sheet of a form; its number.
pub async fn entered(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let known = questionnaires()?.into_iter().find(|q| q.key == form.text("mau"));
    if known.is_none() {
        errors.add("mau", "form-required");
    }
    let version = procedure(ctx, form.text("thu-tuc")).await?;
    let subject = form.at_most(&mut errors, "doi-tuong", 300);
    if version.is_none() && subject.is_empty() {
        errors.add("thu-tuc", "simplification-error-subject");
    }
    let of_part = known.as_ref().is_some_and(|q| q.key != "procedure");
    if of_part && subject.is_empty() {
        errors.add("doi-tuong", "simplification-error-part-name");
    }
    let item = match form.text("viec").parse::<i64>() {
        Ok(id) => {
            let item = plans::item(&ctx.app.store, id).await?;
            ctx.require(EDIT, item.agency_id)?;
            Some(item)
        }
        Err(_) => None,
    };
    let other = |i: &plans::Item| {
        let code = version.as_ref().map_or("", |v| v.body.code.as_str());
        !i.procedure_code.is_empty() && i.procedure_code != code
    };
    if let Some(item) = item.as_ref().filter(|i| other(i)) {
        let subject = vec![("subject", item.subject.clone())];
        errors.add_with("thu-tuc", "simplification-error-other-procedure", subject);
    }
    let directory = ctx.app.directory();
    let own = directory.by_code(form.text("co-quan")).map(|a| a.id);
    let agency = item.as_ref().map(|i| i.agency_id).or(own).filter(|a| ctx.may(EDIT, *a));
    if agency.is_none() {
        errors.add("co-quan", "form-required");
    }
    let (Some(known), Some(agency), true) = (known, agency, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    ctx.require(EDIT, agency)?;
    let new = NewSheet {
        form: known.key,
        procedure_code: version.as_ref().map(|v| v.body.code.clone()).unwrap_or_default(),
        procedure_name: version.as_ref().map(|v| v.body.name.clone()).unwrap_or_default(),
        subject,
        agency_id: agency,
        item_id: item.map(|i| i.id),
        author_name: ctx.viewer()?.name.clone(),
    };
    opened(ctx, form, &new).await
}

/// Opens it, one for a form sent twice.
async fn opened(ctx: &Ctx, sent: &Submitted, new: &NewSheet) -> Result<i64> {
    let once = Once::of("review_sheet", sent);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let id = acts::open_sheet(&tx, new).await?;
    once.opened(&tx, id).await?;
    tx.commit().await?;
    Ok(id)
}

async fn view(ctx: &Ctx, raw: &[String; 5], sent: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let [form, procedure, subject, agency, item] = raw;
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let forms = questionnaires()?;
    let chosen = if form.is_empty() { "procedure" } else { form };
    let forms: Vec<Choice> = forms
        .iter()
        .map(|q| Choice::new(q.key.clone(), sheets::name(ctx, q), q.key == chosen).hint(q.basis.clone()))
        .collect();
    let mut fields = vec![
        Field::radios("mau", ctx.t("simplification-head-form"), forms).error(error("mau")),
        Field::select(
            "thu-tuc",
            ctx.t("simplification-head-procedure"),
            procedures(ctx, "simplification-group-instead", procedure).await?,
        )
        .optional()
        .error(error("thu-tuc")),
        Field::text("doi-tuong", ctx.t("simplification-sheet-subject"))
            .hint(ctx.t("simplification-sheet-subject-hint"))
            .value(subject.clone())
            .optional()
            .error(error("doi-tuong")),
    ];
    if item.is_empty() {
        fields.push(
            Field::select("co-quan", ctx.t("simplification-head-agency"), agencies(ctx, EDIT, agency)?)
                .error(error("co-quan")),
        );
    }
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, "/ra-soat/phieu/moi", ctx.t("simplification-sheet-open"), fields)
        .with_secondary("/ra-soat/phieu", ctx.t("ui-back"));
    if !item.is_empty() {
        form.hidden = vec![("viec".to_owned(), item.clone())];
    }
    let form = form.once(ctx, sent, errors);
    let title = ctx.t("simplification-sheet-new");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back("/ra-soat/phieu", ctx.t("simplification-sheets-title")),
        head: Head { lead: ctx.t("simplification-sheet-lead"), ..Head::new(title) },
        form,
    })
}
