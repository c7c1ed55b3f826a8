//! What an agency objects, and the answer.

use super::super::acts;
use super::super::slice::{APPRAISE, SUBMIT};
use super::super::store::council::{self, Objection};
use super::{FormView, entry_path, own_entry, their_entry};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Field, Form, Head};

/// The form to object.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (entry, _) = own_entry(&ctx, id, SUBMIT).await?;
    ui::html(&view(&ctx, entry.id, "", &FieldErrors::new()))
}

/// Objects.
pub async fn object(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (entry, round) = own_entry(&ctx, id, SUBMIT).await?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "noi-dung", 4000);
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, entry.id, &text, &errors));
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::object(&ctx.app, &tx, &round, &entry, &text).await?;
    tx.commit().await?;
    Ok(redirect(&entry_path(id), Some("emulation-flash-objected")))
}

fn view(ctx: &Ctx, entry: i64, typed: &str, errors: &FieldErrors) -> FormView {
    let here = entry_path(entry);
    let field = Field::textarea("noi-dung", ctx.t("emulation-head-objection"), 6)
        .hint(ctx.t("emulation-object-hint"))
        .value(typed)
        .error(ui::field_error(ctx, errors, "noi-dung"));
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, format!("{here}/kien-nghi"), ctx.t("emulation-object-send"), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    let title = ctx.t("emulation-object");
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, ctx.t("emulation-entries-title")),
        head: Head::new(title),
        table: None,
        form,
    }
}

/// The form to answer.
pub async fn ask_answer(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let objection = council::objection(&ctx.app.store, id).await?;
    their_entry(&ctx, objection.entry_id, APPRAISE).await?;
    ui::html(&answer_form(&ctx, &objection, "", &FieldErrors::new()))
}

/// Answers.
pub async fn answer(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let objection = council::objection(&ctx.app.store, id).await?;
    let (entry, round) = their_entry(&ctx, objection.entry_id, APPRAISE).await?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "tra-loi", 4000);
    if !errors.is_empty() {
        return ui::html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &answer_form(&ctx, &objection, &text, &errors),
        );
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::answer(&ctx.app, &tx, (&round, &entry), &objection, &text).await?;
    tx.commit().await?;
    Ok(redirect(&entry_path(entry.id), Some("emulation-flash-answered")))
}

fn answer_form(ctx: &Ctx, objection: &Objection, typed: &str, errors: &FieldErrors) -> FormView {
    let here = entry_path(objection.entry_id);
    let field = Field::textarea("tra-loi", ctx.t("emulation-head-answer"), 5)
        .value(typed)
        .error(ui::field_error(ctx, errors, "tra-loi"));
    let words = ui::words(&ctx.locale);
    let action = format!("/thi-dua/kien-nghi/{}", objection.id);
    let form = Form::new(&words, action, ctx.t("emulation-answer-send"), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    let title = ctx.t("emulation-answer");
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, ctx.t("emulation-entries-title")),
        head: Head { lead: objection.text.clone(), ..Head::new(title) },
        table: None,
        form,
    }
}
