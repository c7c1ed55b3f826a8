//! The document of a review and its annex: for those who work on it, and for everybody once it is announced.

use super::super::paper;
use super::super::store::figures;
use super::super::store::reviews::{self, Review};
use super::{measured_words, read_review, verdict_word};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use platform::messages::Lang;

/// A published review.
async fn published(ctx: &Ctx, id: i64) -> Result<Review> {
    let review = reviews::get(&ctx.app.store, id).await?;
    if review.published_at.is_none() { Err(Error::NotFound) } else { Ok(review) }
}

/// The document: PDF, or a text document by `dang=docx`.
pub async fn paper(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let review = read_review(&ctx, id).await?;
    paper::answer(&ctx, &review, query.get("dang") == Some("docx")).await
}

/// The same for everybody.
pub async fn public_paper(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let review = published(&ctx, id).await?;
    paper::answer(&ctx, &review, query.get("dang") == Some("docx")).await
}

/// The annex: every figure with definition, records and address, as a workbook.
pub async fn annex(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let review = read_review(&ctx, id).await?;
    sheet(&ctx, &review).await?.download(Kind::Xlsx)
}

/// The same for everybody.
pub async fn public_annex(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let review = published(&ctx, id).await?;
    sheet(&ctx, &review).await?.download(Kind::Xlsx)
}

async fn sheet(ctx: &Ctx, review: &Review) -> Result<Sheet> {
    let mut vi = ctx.clone();
    vi.locale = ctx.app.locale(Lang::Vi);
    let home = ctx.app.settings.base_url().trim_end_matches('/').to_owned();
    let heads = [
        "final-review-head-code",
        "final-review-head-target",
        "final-review-head-year",
        "final-review-head-definition",
        "final-review-head-planned",
        "final-review-head-measured",
        "final-review-head-declared",
        "final-review-head-verdict",
        "final-review-head-agency",
        "final-review-head-cause",
        "final-review-head-count",
        "final-review-head-records",
    ];
    let all = figures::of_review(&ctx.app.store, review.id).await?;
    let rows = all.iter().map(|f| {
        let text = |text: &str| Value::Text(text.to_owned());
        let href = if f.href.is_empty() { String::new() } else { format!("{home}{}", f.href) };
        vec![
            text(&f.code),
            text(&f.name),
            if f.year > 0 { Value::Number(f.year as f64) } else { text("") },
            text(&f.definition),
            text(&f.planned),
            Value::Text(measured_words(&vi.locale, f)),
            text(&f.declared),
            Value::Text(f.verdict().map(|v| verdict_word(&vi, v)).unwrap_or_default()),
            text(ctx.app.directory().name(f.agency_id)),
            text(&f.cause),
            Value::Number(f.count as f64),
            Value::Text(href),
        ]
    });
    Ok(Sheet {
        name: format!("phu-luc-tong-ket-{}", review.id),
        title: format!(
            "{} ({} {})",
            review.name,
            vi.t("final-review-head-as-of"),
            ui::vn_day(&review.as_of_on)
        ),
        heads: heads.map(|key| vi.t(key)).into(),
        rows: rows.collect(),
    })
}
