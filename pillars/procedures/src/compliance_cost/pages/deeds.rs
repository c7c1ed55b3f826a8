//! POST /chi-phi/{id}/trinh, /sau: handing a study in, opening the one of the time after a change.

use super::super::acts;
use super::super::slice::EDIT;
use super::{author, found, path};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::http::redirect;

/// Hands it in for review.
pub async fn hand_in(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    handed_in(&ctx, id).await?;
    Ok(redirect(&path(id), Some("compliance-cost-flash-submitted")))
}

/// Hands a study of the viewer's scope in.
pub async fn handed_in(ctx: &Ctx, id: i64) -> Result<()> {
    let study = found(ctx, EDIT, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&tx, &study).await?;
    tx.commit().await
}

/// Opens the study of the time after a change, or goes to the draft that stands already.
pub async fn after(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (new, opened) = opened_after(&ctx, id).await?;
    Ok(redirect(&path(new), opened.then_some("compliance-cost-flash-after")))
}

/// The study of the time after the change of one of the viewer's scope, and whether it was opened now.
pub async fn opened_after(ctx: &Ctx, id: i64) -> Result<(i64, bool)> {
    let study = found(ctx, EDIT, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (new, opened) = acts::open_after(&tx, &study, &author(ctx)?).await?;
    if opened {
        tx.commit().await?;
    }
    Ok((new, opened))
}
