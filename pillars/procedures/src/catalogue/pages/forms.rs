//! GET /thu-tuc/{code}/mau-don, /bieu-mau/{id}: a procedure's forms to download and print, for everybody.

use super::super::forms;
use super::super::store;
use super::sheet::current;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform::Ctx;
use platform::error::{Error, Result};

/// The blank made from the questions of the electronic form.
pub async fn blank(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let history = store::history(&ctx.app.store, &code).await?;
    let (version, _) = current(&ctx, &code, &history).await?;
    let content = forms::blank(&ctx, &version.body).await?;
    Ok(ui::pdf(&format!("mau-don-{}", version.body.code.to_lowercase()), content))
}

/// The office's own file of a form.
pub async fn file(ctx: Ctx, Path((code, id)): Path<(String, i64)>) -> Result<Response> {
    let files = store::form_files(&ctx.app.store, &code).await?;
    let file = files.into_iter().find(|f| f.id == id).ok_or(Error::NotFound)?;
    let (stored, content) = ctx.app.files.get(&ctx.app.store, &file.hash).await?;
    // The name is the office's: only what a header may carry of it.
    let name: String = file
        .file_name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .collect();
    let heads = [
        (header::CONTENT_TYPE, stored.media_type),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((heads, content).into_response())
}
