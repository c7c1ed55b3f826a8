//! /quan-tri/bieu-mau/{id}/xem-truoc: the very form as the citizen sees it, to be tried out; nothing typed here is kept.

use super::super::rules::schema::schema;
use super::super::store;
use super::{View, findings, of_form, opened, path};
use crate::form_design::acts;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use eforms::Standing;
use platform::http::Submitted;
use platform::{Ctx, FieldErrors, Result, uploads};
use ui::{Form, Inset, SummaryList};

/// The empty form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (_, view) = drawn(&ctx, id, &Submitted::default(), false).await?;
    ui::html(&view)
}

/// What the typed answers would come to.
pub async fn try_out(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let asks = eforms::Form::asks_for_row(&typed);
    let (wrong, view) = drawn(&ctx, id, &typed, !asks).await?;
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    ui::html_with(status, &view)
}

/// The page, and whether something typed is wrong.
async fn drawn(ctx: &Ctx, id: i64, typed: &Submitted, check: bool) -> Result<(bool, View)> {
    let row = opened(ctx, id).await?;
    let design = store::newest(&ctx.app.store, id).await?.design()?;
    let Ok(form) = eforms::Form::parse(&schema(&design)) else {
        let mut view = of_form(ctx, &row, "form-design-preview", false);
        view.parts.push(ui::markup(&Inset { text: ctx.t("form-design-preview-broken") }));
        view.parts.push(ui::markup(&findings(ctx, &row, &acts::findings(ctx, &design)?)));
        return Ok((false, view));
    };
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    let questions = form.file_questions();
    let mut errors = FieldErrors::new();
    let mut said = Vec::new();
    if check {
        match form.standing(typed, &ctx.locale) {
            Standing::Stopped(words) => said.push(ui::markup(&Inset { text: words })),
            Standing::Asking => errors.0.extend(form.gate_errors(typed).0),
            Standing::Open => {}
        }
        let sent = |field: &str| typed.uploads.iter().any(|upload| upload.field == field);
        for question in &questions {
            let upload = typed.uploads.iter().find(|upload| upload.field == question.field);
            if let Some((key, args)) = upload.and_then(|u| question.refusal(&rules, &u.content)) {
                errors.add_with(&question.field, key, args);
            }
        }
        let (data, wrong) = form.read(&form.with_files(typed, sent));
        errors.0.extend(wrong.0);
        if errors.is_empty() {
            let mut list =
                SummaryList::new(&ui::words(&ctx.locale)).titled(ctx.t("form-design-preview-read"));
            for answer in form.answers(&data).into_iter().filter(|answer| !answer.text.is_empty()) {
                let upload = typed.uploads.iter().find(|u| Some(&u.field) == answer.file.as_ref());
                list = list.row(answer.label, upload.map_or(answer.text, |upload| upload.name.clone()));
            }
            said.push(ui::markup(&list));
        }
    }
    let mut view = of_form(ctx, &row, "form-design-preview", !errors.is_empty());
    view.head.lead = ctx.t("form-design-preview-lead");
    let mut fields = form.gate(typed, &errors, &ctx.locale);
    let files = eforms::Files { rules: &rules, held: Vec::new() };
    fields.extend(form.fields_with_files(typed, &errors, &ctx.locale, &files));
    let action = path(id, "/xem-truoc");
    view.parts.extend(said);
    let mut tried = Form::new(&ui::words(&ctx.locale), action, ctx.t("form-design-try-out"), fields);
    tried.multipart = !questions.is_empty();
    view.parts.push(ui::markup(&tried));
    Ok((!errors.is_empty(), view))
}
