//! Files that came with messages, after the right to read the thread; the type is the one found in the content.

use super::super::store;
use super::applicant;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use contracts::dossier_cards::DossierCards;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::reads::What;
use std::sync::Arc;

/// GET /ho-so/{id}/trao-doi/tep/{hash}: for the agency.
pub async fn of_staff(ctx: Ctx, Path((id, hash)): Path<(i64, String)>) -> Result<Response> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.seen(&ctx, id, What::File).await?;
    answer(&ctx, card.id, &hash).await
}

/// GET /theo-doi/{key}/trao-doi/tep/{hash}: for the applicant.
pub async fn of_applicant(ctx: Ctx, Path((key, hash)): Path<(String, String)>) -> Result<Response> {
    let card = applicant::open(&ctx, &key).await?;
    answer(&ctx, card.id, &hash).await
}

/// Name of a file of a dossier's thread.
pub async fn name_of(ctx: &Ctx, dossier: i64, hash: &str) -> Result<String> {
    let thread = store::thread_of(&ctx.app.store, dossier).await?.ok_or(Error::NotFound)?;
    let files = store::files_of(&ctx.app.store, thread.id).await?;
    Ok(files.into_iter().find(|file| file.hash == hash).ok_or(Error::NotFound)?.name)
}

async fn answer(ctx: &Ctx, dossier: i64, hash: &str) -> Result<Response> {
    let name = name_of(ctx, dossier, hash).await?;
    let (file, content) = ctx.app.files.get(&ctx.app.store, hash).await?;
    let name = ui::platform_url(&name).replace('/', "%2F");
    let headers = [
        (header::CONTENT_TYPE, file.media_type),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}
