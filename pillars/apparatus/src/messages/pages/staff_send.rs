//! POST /ho-so/{id}/trao-doi and its neighbours: the agency writes, closes a request, leaves a question without an answer.

use super::super::acts::{self, Outgoing};
use super::super::rules::{LONGEST, Limits, Side, check_correction};
use super::super::slice::ANSWER;
use super::staff::{self, SEEN, path, value_of};
use axum::extract::Path;
use axum::response::Response;
use contracts::dossier_cards::{DossierCard, DossierCards, DossierPart};
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Submitted, Upload, redirect};
use platform::reads::What;
use platform::{Ctx, uploads};
use std::sync::Arc;

/// The dossier, for somebody who may answer for its agency.
pub async fn card(ctx: &Ctx, id: i64) -> Result<DossierCard> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.seen(ctx, id, What::Page).await?;
    ctx.require(ANSWER, card.agency_id)?;
    Ok(card)
}

/// Sends what was typed.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, mut typed: Submitted) -> Result<Response> {
    let card = card(&ctx, id).await?;
    match sent(&ctx, &card, &mut typed).await {
        Ok(_) => Ok(redirect(&path(id), Some("messages-flash-sent"))),
        Err(Error::Invalid(errors)) => staff::page(&ctx, &card, &typed, &errors).await,
        Err(other) => Err(other),
    }
}

/// Sends what was typed; the number of the message.
pub async fn sent(ctx: &Ctx, card: &DossierCard, typed: &mut Submitted) -> Result<i64> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let limits = Limits::on(&ctx.app.profiles(), ctx.today())?;
    let mut errors = FieldErrors::new();
    let body = typed.required(&mut errors, "noi_dung", LONGEST);
    let files = taken(ctx, typed, limits.files, &mut errors)?;
    let asks = typed.text("loai") == "correction";
    let mut items: Vec<DossierPart> = Vec::new();
    let mut due = None;
    if asks {
        let chosen = typed.all("muc");
        items = cards.parts(&ctx.app, card.id).await?;
        items.retain(|part| chosen.contains(&value_of(part)));
        due = typed.day(&mut errors, "han");
        check_correction(items.len(), due, ctx.today(), &mut errors);
    }
    errors.check()?;
    let out = Outgoing {
        side: Side::Staff,
        body: &body,
        correction: due.map(|due| (items.as_slice(), due)),
        answers: None,
        complaint: false,
        files: (files, uploads::sender(ctx)),
    };
    acts::send(&ctx.app, &ctx.actor(), card, out).await.map_err(|error| match error {
        Error::Refused(refusal) if refusal.key.starts_with("files-") => Error::Invalid(of_files(refusal)),
        other => other,
    })
}

/// The files of a form, checked before any is kept.
pub fn taken(ctx: &Ctx, typed: &mut Submitted, most: usize, errors: &mut FieldErrors) -> Result<Vec<Upload>> {
    let files: Vec<Upload> =
        std::mem::take(&mut typed.uploads).into_iter().filter(|u| u.field == "tep").collect();
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    if files.len() > most {
        errors.add_with("tep", "messages-error-files", vec![("most", most.to_string())]);
    } else if files.iter().any(|file| file.content.len() > rules.largest) {
        let maximum = (rules.largest / 1024 / 1024).to_string();
        errors.add_with("tep", "files-too-large", vec![("maximum", maximum)]);
    } else if files.iter().any(|file| ctx.app.files.taken(&file.content, ctx.today()).is_none()) {
        errors.add_with("tep", "files-type", vec![("kinds", rules.kinds.join(", "))]);
    }
    Ok(files)
}

/// A refusal of the files as an error of their field.
pub fn of_files(refusal: Refusal) -> FieldErrors {
    let mut errors = FieldErrors::new();
    errors.add_with("tep", refusal.key, refusal.args);
    errors
}

/// Closes a request.
pub async fn close(ctx: Ctx, Path((id, message)): Path<(i64, i64)>) -> Result<Response> {
    let card = card(&ctx, id).await?;
    acts::close(&ctx.app, &ctx.actor(), &card, message).await?;
    Ok(redirect(&path(id), Some("messages-flash-closed")))
}

/// The last message that the page showed needs no answer.
pub async fn leave(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let card = card(&ctx, id).await?;
    let seen = typed.text(SEEN).parse::<i64>().map_err(|_| Refusal::new("form-broken").status(400))?;
    acts::leave(&ctx.app, &ctx.actor(), &card, seen).await?;
    Ok(redirect(&path(id), Some("messages-flash-left")))
}
