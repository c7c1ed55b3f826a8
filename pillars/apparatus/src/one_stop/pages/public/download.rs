//! What may be taken away: the receipt by who holds the key, papers and files by the applicant who filed the dossier.

use super::follow;
use crate::one_stop::pages::printed;
use crate::one_stop::store::{self, Dossier};
use axum::extract::Path;
use axum::http::header;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::limits::Limited;

/// GET /theo-doi/{key}/phieu-hen: the receipt. Printing costs, so it is limited like looking up.
pub async fn receipt(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    let dossier = follow::by_key(&ctx, &key).await?;
    let content = printed::receipt(&ctx, &dossier).await?;
    Ok(kept_private(ui::pdf(&printed::file_name("01", &dossier), content)))
}

/// GET /theo-doi/{key}/in/{form}: a paper that was addressed to the applicant.
pub async fn paper(ctx: Ctx, Path((key, form)): Path<(String, String)>) -> Result<Response> {
    if !matches!(form.as_str(), "01" | "02" | "03" | "04" | "05d") {
        return Err(Error::NotFound);
    }
    let dossier = follow::own(&ctx, &key).await?;
    let content = printed::paper(&ctx, &dossier, &form).await?;
    Ok(kept_private(ui::pdf(&printed::file_name(&form, &dossier), content)))
}

/// GET /theo-doi/{key}/tep/{hash}: a file of the dossier, as its owner handed it in or as the result was signed.
pub async fn file(ctx: Ctx, Path((key, hash)): Path<(String, String)>) -> Result<Response> {
    let dossier = follow::own(&ctx, &key).await?;
    let name = name_of(&ctx, &dossier, &hash).await?.ok_or(Error::NotFound)?;
    ui::kept_file(&ctx, &hash, &name).await
}

async fn name_of(ctx: &Ctx, dossier: &Dossier, hash: &str) -> Result<Option<String>> {
    let papers = store::papers(&ctx.app.store, dossier.id).await?;
    let found = papers.into_iter().find(|p| p.file_hash.as_deref() == Some(hash)).and_then(|p| p.file_name);
    if found.is_some() {
        return Ok(found);
    }
    let results = store::results(&ctx.app.store, dossier.id).await?;
    Ok(results.into_iter().find(|r| r.file_hash.as_deref() == Some(hash)).and_then(|r| r.file_name))
}

/// Personal papers stay out of shared caches.
fn kept_private(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, no-store"));
    answer
}
