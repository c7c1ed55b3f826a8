//! POST /ho-so/{id}/trao-doi/{message}/ket-luan: whoever heads the desk says of a complaint whether it is so, and why.

use super::super::acts;
use super::super::rules::{Complaint, LONGEST};
use super::super::slice::CONCLUDE;
use super::staff::{self, path};
use axum::extract::Path;
use axum::response::Response;
use contracts::dossier_cards::{DossierCard, DossierCards};
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::reads::What;
use std::sync::Arc;
use ui::{Choice, Field, Form};

/// The dossier, for somebody who may say of its complaints whether they are so.
pub async fn card(ctx: &Ctx, id: i64) -> Result<DossierCard> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.seen(ctx, id, What::Page).await?;
    ctx.require(CONCLUDE, card.agency_id)?;
    Ok(card)
}

/// Says it.
pub async fn submit(ctx: Ctx, Path((id, message)): Path<(i64, i64)>, typed: Submitted) -> Result<Response> {
    let card = card(&ctx, id).await?;
    match concluded(&ctx, &card, message, &typed).await {
        Ok(()) => Ok(redirect(&path(id), Some("messages-flash-concluded"))),
        Err(Error::Invalid(errors)) => staff::page(&ctx, &card, &typed, &errors).await,
        Err(other) => Err(other),
    }
}

/// Says it as it was typed.
pub async fn concluded(ctx: &Ctx, card: &DossierCard, message: i64, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let found = Complaint::found(typed.text("ket_luan"));
    if found.is_none() {
        errors.add("ket_luan", "form-required");
    }
    let finding = typed.required(&mut errors, "vi_sao", LONGEST);
    match found {
        Some(found) if errors.is_empty() => {
            acts::conclude(&ctx.app, &ctx.actor(), card, message, (found, &finding)).await
        }
        _ => Err(Error::Invalid(errors)),
    }
}

/// The form under a complaint.
pub fn form(ctx: &Ctx, action: String, (typed, errors): (&Submitted, &FieldErrors)) -> Form {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let held = typed.text("ket_luan");
    let choices = Complaint::FINDINGS.map(|found| {
        let label = ctx.t(&format!("messages-complaint-{}", found.code()));
        Choice::new(found.code(), label, found.code() == held)
    });
    let fields = vec![
        Field::radios("ket_luan", ctx.t("messages-field-found"), choices.into()).error(error("ket_luan")),
        Field::textarea("vi_sao", ctx.t("messages-field-finding"), 3)
            .value(typed.text("vi_sao"))
            .max_length(u32::try_from(LONGEST).unwrap_or(4000))
            .error(error("vi_sao")),
    ];
    Form::new(&ui::words(&ctx.locale), action, ctx.t("messages-conclude"), fields).quiet()
}
