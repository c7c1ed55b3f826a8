//! The report as PDF, as DOCX to write on, and its figures as a sheet.

use super::super::letters;
use super::super::measuring::Whole;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Kind;

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
    let letter = letters::letter(&ctx.app, &whole(&ctx, id).await?)?;
    Ok(ui::docx(&format!("bao-cao-cchc-{id}"), papers::docx(&ctx, &letter).await?))
}

/// GET …/phu-luc: the sheet.
pub async fn xlsx(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    letters::sheet(&ctx.app, &whole(&ctx, id).await?)?.download(Kind::Xlsx)
}
