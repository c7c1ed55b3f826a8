//! /cua-toi/ban-nhap/{id}/to-khai: the electronic form of the procedure; each sending keeps what was typed.

use super::super::store::{self, Text};
use super::super::work::{Work, load, path};
use super::super::{answers, prefill, shelf};
use super::{Step, at_work, step};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contracts::dossiers::MyDossiers;
use eforms::Standing;
use platform::error::Error;
use platform::http::limits::Limited;
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx, FieldErrors, Result, uploads};
use serde_json::json;
use std::sync::Arc;
use ui::{Form, Inset, Markup};

/// Shows the form with what was typed so far.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let untouched = work.draft.answers == "{}" || work.only_gate(&work.draft.answers()?);
    let typed = match &work.version.body.form {
        Some(schema) if untouched => {
            let people = work.draft.people()?;
            let mut typed = prefill::from_people(schema, &people);
            // The shelf is the person's own: for somebody else nothing is filled in from it.
            if prefill::asks_shelf(schema) && people.text("cho_ai") != "nguoi_khac" {
                prefill::from_shelf(schema, &shelf::all(&ctx).await?, &mut typed);
            }
            typed
        }
        _ => work.draft.answers()?,
    };
    if let Some(answer) = gate(&ctx, &work, &work.draft.answers()?, false)? {
        return Ok(answer);
    }
    let mut page = view(&ctx, &work, &typed, &FieldErrors::new())?;
    if untouched {
        if !typed.fields.is_empty() {
            page.parts.push(ui::markup(&Inset { text: ctx.t("online-services-prefilled") }));
        }
        page.parts.extend(offer(&ctx, &work).await?);
    }
    ui::html(&page)
}

/// The questions before the form, until they are answered; an answer with which the procedure does not fit stops here, with the
/// words that say what to do instead. `None` when the form may be filled.
fn gate(ctx: &Ctx, work: &Work, said: &Submitted, sent: bool) -> Result<Option<Response>> {
    let form = work.form.as_ref().ok_or(Error::NotFound)?;
    let standing = form.standing(said, &ctx.locale);
    if standing == Standing::Open {
        return Ok(None);
    }
    // On the first look there is nothing to complain of.
    let errors = if sent { form.gate_errors(said) } else { FieldErrors::new() };
    let (page, mut head) = step(ctx, work, "online-services-gate-title", !errors.is_empty());
    head.lead = ctx.t("online-services-gate-lead");
    let parts = match standing {
        Standing::Stopped(words) => vec![ui::markup(&Inset { text: words })],
        _ => vec![],
    };
    let fields = form.gate(said, &errors, &ctx.locale);
    let asked =
        Form::new(&ui::words(&ctx.locale), work.page("to-khai"), ctx.t("online-services-gate-on"), fields);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Some(ui::html_with(status, &Step { page, head, parts, form: Some(asked) })?))
}

/// The offer to take over the answers of the last dossier of this procedure, where there is one.
async fn offer(ctx: &Ctx, work: &Work) -> Result<Option<Markup>> {
    let port: Arc<dyn MyDossiers> = ctx.app.port()?;
    let last = port.last_form(ctx, &work.version.body.code).await?;
    Ok(last.map(|(at, _)| {
        let label = ctx.tn("online-services-refill", &[("day", at.day().vn())]);
        let form = Form::new(&ui::words(&ctx.locale), work.page("dien-lai"), label, vec![]);
        ui::markup(&form)
    }))
}

/// Takes over the answers of the last dossier of this procedure, to be looked through and changed.
pub async fn refill(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let form = work.form.as_ref().ok_or(Error::NotFound)?;
    let port: Arc<dyn MyDossiers> = ctx.app.port()?;
    let (_, data) = port.last_form(&ctx, &work.version.body.code).await?.ok_or(Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    // The files of another dossier stay with it: they are to be chosen for this one.
    let mut answers = form.with_files(&form.submitted(&data), |_| false);
    // Whoever takes old answers over keeps what they have just said before the form.
    let said = form.gate_answers(&work.draft.answers()?);
    answers.fields.extend(said.into_iter().map(|(name, value)| (name, vec![value])));
    store::keep_text(&tx, id, Text::Answers, &answers).await?;
    tx.journal(
        Change::of("online_services", "draft", id, "draft_refill").after(json!({ "draft_step": "to-khai" })),
    )
    .await?;
    tx.commit().await?;
    Ok(redirect(&work.page("to-khai"), Some("online-services-flash-refilled")))
}

/// Keeps the answers; asks for one more row, stops for now, or checks and goes on.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    if !typed.uploads.is_empty() {
        ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    }
    let mut work = at_work!(load(&ctx, id).await?);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (papers, mut errors) = answers::taken(&ctx, &tx, &work, &typed).await?;
    store::keep_text(&tx, id, Text::Answers, &answers_of(&typed)).await?;
    store::keep_papers(&tx, id, &papers).await?;
    tx.journal(
        Change::of("online_services", "draft", id, "draft_save").after(json!({ "draft_step": "to-khai" })),
    )
    .await?;
    tx.commit().await?;
    work.draft.papers = serde_json::to_string(&papers)?;
    if let Some(answer) = gate(&ctx, &work, &typed, true)? {
        return Ok(answer);
    }
    if eforms::Form::asks_for_row(&typed) {
        return drawn(&ctx, &work, &typed, &errors);
    }
    if typed.ticked("de_sau") && errors.is_empty() {
        return Ok(redirect(&path(id), Some("online-services-flash-kept")));
    }
    // The questions before the form were just answered: now the form itself, without a word on what is not filled yet.
    if work.only_gate(&typed) {
        return Ok(redirect(&work.page("to-khai"), None));
    }
    if !typed.ticked("de_sau") {
        errors.0.extend(work.read_form(&typed, &papers).1.0);
    }
    if !errors.is_empty() {
        return drawn(&ctx, &work, &typed, &errors);
    }
    Ok(redirect(&path(id), Some("online-services-flash-saved")))
}

/// The form again, with what is wrong.
fn drawn(ctx: &Ctx, work: &Work, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(status, &view(ctx, work, typed, errors)?)
}

/// Keeps the answers while one writes; the browser asks for it, nobody sees an answer.
pub async fn keep(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    // Every few seconds of typing: the journal gets its entry when the step is sent.
    let tx = ctx.app.store.housekeeping().await?;
    store::keep_text(&tx, work.draft.id, Text::Answers, &answers_of(&typed)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Only the form's own answers are kept, not the buttons.
fn answers_of(typed: &Submitted) -> Submitted {
    let mut kept = Submitted { fields: typed.fields.clone(), ..Submitted::default() };
    kept.fields.retain(|name, _| name.starts_with(eforms::PREFIX));
    kept
}

fn view(ctx: &Ctx, work: &Work, typed: &Submitted, errors: &FieldErrors) -> Result<Step> {
    let form = work.form.as_ref().ok_or(Error::NotFound)?;
    let with_files = !form.file_questions().is_empty();
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    let files = answers::files(work, &work.draft.papers()?, &rules);
    let fields = form.fields_with_files(typed, errors, &ctx.locale, &files);
    let mut gates = form.gate_answers(typed);
    if gates.is_empty() {
        gates = form.gate_answers(&work.draft.answers()?);
    }
    let mut form =
        Form::new(&ui::words(&ctx.locale), work.page("to-khai"), ctx.t("online-services-save"), fields);
    form.second_button = Some(("de_sau".to_owned(), "1".to_owned(), ctx.t("online-services-later")));
    form.draft_action = Some(work.page("luu-to-khai"));
    form.hidden = gates;
    form.multipart = with_files;
    let (page, mut head) = step(ctx, work, "online-services-form-title", !errors.is_empty());
    head.lead = ctx.t("online-services-form-lead");
    Ok(Step { page, head, parts: vec![], form: Some(form) })
}
