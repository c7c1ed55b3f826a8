//! GET /ho-so/{id}/tep/{hash}: a file of a dossier, after the right to see the dossier.

use crate::one_stop::permissions::VIEW;
use crate::one_stop::store;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::reads::What;

/// Hands the file over with the type found in its content; only what the browser shows safely is shown in place.
pub async fn show(ctx: Ctx, Path((id, hash)): Path<(i64, String)>) -> Result<Response> {
    let dossier = store::get(&ctx.app.store, id).await?;
    ctx.require(VIEW, dossier.agency_id)?;
    let name = name_of(&ctx, id, &hash).await?.ok_or(Error::NotFound)?;
    super::seen::note(&ctx, &dossier, What::File).await?;
    answer(&ctx, &hash, &name).await
}

/// The file as an answer; its right was asked by the caller.
pub async fn answer(ctx: &Ctx, hash: &str, name: &str) -> Result<Response> {
    let (file, content) = ctx.app.files.get(&ctx.app.store, hash).await?;
    let shown = file.media_type == "application/pdf" || file.media_type.starts_with("image/");
    let kind = if shown { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, file.media_type),
        (
            header::CONTENT_DISPOSITION,
            format!("{kind}; filename*=UTF-8''{}", ui::platform_url(name).replace('/', "%2F")),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}

/// The name under which a dossier keeps a file; `None` when it is not the dossier's.
pub async fn name_of(ctx: &Ctx, id: i64, hash: &str) -> Result<Option<String>> {
    let papers = store::papers(&ctx.app.store, id).await?;
    let found = papers.into_iter().find(|p| p.file_hash.as_deref() == Some(hash)).and_then(|p| p.file_name);
    if found.is_some() {
        return Ok(found);
    }
    let results = store::results(&ctx.app.store, id).await?;
    Ok(results.into_iter().find(|r| r.file_hash.as_deref() == Some(hash)).and_then(|r| r.file_name))
}
