//! GET and POST /theo-doi/{key}/trao-doi: the conversation from the applicant's side. A dossier that an account filed opens
//! to that account only; any other to who holds the key of its receipt, where the city has it so.

use super::super::acts::{self, Outgoing};
use super::super::rules::{LONGEST, Limits, Side, opens};
use super::super::store::{self, Thread};
use super::staff_send::{of_files, taken};
use super::thread::{self, Places, Shown};
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use contracts::dossier_cards::{DossierCard, DossierCards};
use platform::error::{Error, FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{Submitted, redirect};
use platform::{Ctx, uploads};
use std::sync::Arc;
use ui::{Choice, Field, Form, Head, Page};

#[derive(askama::Template)]
#[template(path = "messages/pages/applicant.html")]
struct View {
    page: Page,
    head: Head,
    clock: String,
    thread_title: String,
    thread: Vec<Shown>,
    thread_none: String,
    write_title: String,
    form: Form,
}

/// The dossier of a key, for who may read its thread; a stranger is asked to sign in where an account filed it.
pub async fn open(ctx: &Ctx, key: &str) -> Result<DossierCard> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.by_key(ctx, key).await?;
    let limits = Limits::on(&ctx.app.profiles(), ctx.today())?;
    let reader = ctx.viewer.as_ref().map(|viewer| viewer.account_id);
    if opens(card.account_id, reader, limits.by_key) {
        return Ok(card);
    }
    Err(if reader.is_none() && card.account_id.is_some() { Error::SignIn } else { Error::NotFound })
}

/// The page.
pub async fn show(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    let card = open(&ctx, &key).await?;
    page(&ctx, &card, &Submitted::default(), &FieldErrors::new()).await
}

/// Sends what was typed.
pub async fn submit(ctx: Ctx, Path(key): Path<String>, mut typed: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    let card = open(&ctx, &key).await?;
    match sent(&ctx, &card, &mut typed).await {
        Ok(_) => Ok(redirect(&path(&card), Some("messages-flash-sent-applicant"))),
        Err(Error::Invalid(errors)) => page(&ctx, &card, &typed, &errors).await,
        // The request is not among the choices any more; what was typed stands and can be sent again.
        Err(Error::Refused(refusal)) if refusal.key == "messages-refused-answered" => {
            let mut errors = FieldErrors::new();
            errors.add("noi_dung", refusal.key);
            page(&ctx, &card, &typed, &errors).await
        }
        Err(other) => Err(other),
    }
}

/// Sends what was typed for the applicant; the number of the message.
pub async fn sent(ctx: &Ctx, card: &DossierCard, typed: &mut Submitted) -> Result<i64> {
    let limits = Limits::on(&ctx.app.profiles(), ctx.today())?;
    let mut errors = FieldErrors::new();
    let body = typed.required(&mut errors, "noi_dung", LONGEST);
    let files = taken(ctx, typed, limits.files, &mut errors)?;
    errors.check()?;
    let out = Outgoing {
        side: Side::Applicant,
        body: &body,
        correction: None,
        answers: typed.text("tra_loi").parse().ok().filter(|request| *request > 0),
        complaint: typed.ticked("phan_nan"),
        files: (files, uploads::sender(ctx)),
    };
    let mut by = ctx.actor();
    if ctx.viewer.is_none() {
        // Whoever holds the key writes for the applicant; their address is nobody's name.
        by.name = ctx.t("messages-by-applicant");
    }
    acts::send(&ctx.app, &by, card, out).await.map_err(|error| match error {
        Error::Refused(refusal) if refusal.key.starts_with("files-") => Error::Invalid(of_files(refusal)),
        other => other,
    })
}

fn path(card: &DossierCard) -> String {
    format!("/theo-doi/{}/trao-doi", card.tracking_key)
}

async fn page(ctx: &Ctx, card: &DossierCard, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let found = store::thread_of(&ctx.app.store, card.id).await?;
    if let Some(thread) = &found {
        acts::read(&ctx.app, thread, Side::Applicant).await?;
    }
    let places = Places { files: format!("{}/tep", path(card)), close: None, conclude: None };
    let title = ctx.t("messages-title-applicant");
    let mut head = Head::new(title.clone());
    head.caption = card.code.clone();
    head.lead = ctx.tn("messages-about", &[("procedure", card.procedure_name.clone())]);
    let mut page = ui::page(ctx, format!("{} – {title}", card.code))
        .with_back(format!("/theo-doi/{}", card.tracking_key), ctx.t("messages-back"));
    if !errors.is_empty() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = View {
        clock: ctx.t("messages-clock-applicant"),
        thread_title: ctx.t("messages-thread"),
        thread: thread::shown(ctx, found.as_ref(), Side::Applicant, &places).await?,
        thread_none: ctx.t("messages-thread-none-applicant"),
        write_title: ctx.t("messages-write-applicant"),
        form: form(ctx, card, found.as_ref(), (typed, errors)).await?,
        page,
        head,
    };
    let mut answer = ui::html_with(status, &view)?;
    // A link somebody shared must not end up in a search engine.
    answer.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    Ok(answer)
}

async fn form(
    ctx: &Ctx,
    card: &DossierCard,
    found: Option<&Thread>,
    (typed, errors): (&Submitted, &FieldErrors),
) -> Result<Form> {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let limits = Limits::on(&ctx.app.profiles(), ctx.today())?;
    let mut fields = Vec::new();
    let mut waiting = Vec::new();
    if let Some(thread) = found {
        for message in store::messages_of(&ctx.app.store, thread.id).await? {
            if message.standing(ctx.today()).is_some_and(|standing| standing.waits()) {
                let due = message.due().map(kernel::Day::vn).unwrap_or_default();
                let label = ctx.tn("messages-answers-request", &[("at", message.sent().vn()), ("due", due)]);
                waiting.push((message.id.to_string(), label));
            }
        }
    }
    if !waiting.is_empty() {
        let chosen = typed.optional("tra_loi").or_else(|| waiting.first().map(|(id, _)| id.clone()));
        let chosen = chosen.unwrap_or_default();
        let none = Choice::new("0", ctx.t("messages-answers-none"), chosen == "0");
        let choices = waiting.into_iter().map(|(id, label)| {
            let selected = id == chosen;
            Choice::new(id, label, selected)
        });
        let choices = choices.chain([none]).collect();
        fields.push(Field::radios("tra_loi", ctx.t("messages-answers-which"), choices));
    }
    fields.push(
        Field::textarea("noi_dung", ctx.t("messages-field-body-applicant"), 5)
            .value(typed.text("noi_dung"))
            .max_length(u32::try_from(LONGEST).unwrap_or(4000))
            .error(error("noi_dung")),
    );
    let complains = Choice::new("co", ctx.t("messages-complaint-tick"), typed.ticked("phan_nan"));
    fields.push(
        Field::checkboxes("phan_nan", ctx.t("messages-complaint"), vec![complains])
            .hint(ctx.t("messages-complaint-hint"))
            .optional(),
    );
    fields.push(super::files(ctx, limits.files, error("tep"))?);
    Ok(Form::new(&ui::words(&ctx.locale), path(card), ctx.t("messages-send"), fields).multipart())
}
