//! The report as PDF, as DOCX to write on, and its figures as a sheet.

use super::super::letters;
use super::super::measuring::Whole;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Kind;
use platform::http::limits::Limited;

async fn whole(ctx: &Ctx, id: i64) -> Result<Whole> {
    Whole::load(&ctx.app, super::read_report(ctx, id).await?).await
}

/// GET …/in: the PDF.
pub async fn pdf(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let letter = letters::letter(&ctx.app, &whole(&ctx, id).await?)?;
    let content = papers::print(&ctx, printing::LETTER, letter.inputs(), Vec::new()).await?;
    Ok(ui::pdf(&format!("bao-cao-cchc-{id}"), content))
}

/// GET …/word: the DOCX.
pub async fn docx(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    ctx.limit(Limited::Print).await?;
    let letter = letters::letter(&ctx.app, &whole(&ctx, id).await?)?;
    let content = letter.docx(ctx.now.utc()).map_err(|e| Error::fault("report as DOCX", e))?;
    let media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let disposition = format!("attachment; filename=\"bao-cao-cchc-{id}.docx\"");
    let heads = [(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((heads, content).into_response())
}

/// GET …/phu-luc: the sheet.
pub async fn xlsx(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    letters::sheet(&ctx.app, &whole(&ctx, id).await?)?.download(Kind::Xlsx)
}
