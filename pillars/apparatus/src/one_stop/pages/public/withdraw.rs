//! POST /theo-doi/{key}/rut and /khong-rut-nua: the applicant asks to withdraw, or goes on after all while the desk has
//! not confirmed; the desk confirms and gives the papers back.

use super::follow::{self, Tried};
use crate::one_stop::acts;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, redirect};

/// Asks for the withdrawal, with its reason.
pub async fn submit(ctx: Ctx, Path(key): Path<String>, typed: Submitted) -> Result<Response> {
    let dossier = follow::own(&ctx, &key).await?;
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly_do", 1000);
    if !errors.is_empty() {
        let tried = Tried { act: "rut", errors, text: reason };
        return follow::page(&ctx, &dossier, StatusCode::UNPROCESSABLE_ENTITY, &tried).await;
    }
    acts::ask_withdrawal(&ctx.app, &ctx.actor(), dossier.id, None, &reason).await?;
    Ok(redirect(&format!("/theo-doi/{key}"), Some("one-stop-flash-withdrawal-asked")))
}

/// Takes the wish back; the act is the desk's own, with its rule.
pub async fn keep_on(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    let dossier = follow::own(&ctx, &key).await?;
    acts::keep_on(&ctx.app, &ctx.actor(), dossier.id, None, None).await?;
    Ok(redirect(&format!("/theo-doi/{key}"), Some("one-stop-flash-kept-on")))
}
