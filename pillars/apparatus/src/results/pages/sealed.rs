//! The proof behind a cover sheet: where the entry of a result stands in the sealed ledger, computed anew.

use super::super::acts;
use super::super::rules::code;
use super::super::store::{self, EntryRow};
use super::Section;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::limits::Limited;
use ui::{Cell, SummaryList, Tag, Tone};

/// Enough of a hash to compare by eye.
pub fn short(hash: &str) -> String {
    hash.get(..16).unwrap_or(hash).to_owned()
}

/// Whether the proof of an entry holds, computed anew.
fn holds<T, E: std::fmt::Display>(checked: std::result::Result<Option<T>, E>, entry: &EntryRow) -> bool {
    match checked {
        Ok(found) => found.is_some(),
        Err(error) => {
            tracing::error!(%error, entry = entry.id, "the proof of a result");
            false
        }
    }
}

/// Whether the entry stands in the sealed ledger as it was written; none while it has no place there yet.
pub async fn stands(ctx: &Ctx, entry: &EntryRow) -> Result<Option<bool>> {
    let proof = platform::ledger::of_record(&ctx.app.store, acts::RECORD, entry.id, acts::ENTER).await?;
    Ok(proof.map(|proof| holds(platform::ledger::check(&ctx.app.store, &proof), entry)))
}

/// What the check of the entry says, for the page that the code leads to.
pub(super) async fn part(ctx: &Ctx, entry: &EntryRow) -> Result<Section> {
    let proof = platform::ledger::of_record(&ctx.app.store, acts::RECORD, entry.id, acts::ENTER).await?;
    let mut section =
        Section { id: "niem-phong", title: ctx.t("results-sealed-title"), ..Section::default() };
    let Some(proof) = proof else {
        section.lines.push(ctx.t("results-sealed-not-yet"));
        return Ok(section);
    };
    let fits = holds(platform::ledger::check(&ctx.app.store, &proof), entry);
    let tag = if fits {
        Tag::new(ctx.t("results-sealed-fits"), Tone::Good)
    } else {
        Tag::new(ctx.t("results-sealed-broken"), Tone::Bad)
    };
    section.lines.push(ctx.t(if fits { "results-sealed-fits-text" } else { "results-sealed-broken-text" }));
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("results-sealed-outcome"), tag)
        .row(ctx.t("results-sealed-entry"), proof.entry.to_string())
        .row(ctx.t("results-sealed-hash"), short(&proof.hash))
        .row(
            ctx.t("results-sealed-proof"),
            Cell::link(
                format!("/kiem-tra-ket-qua/{}/niem-phong", entry.code),
                ctx.t("results-sealed-download"),
            ),
        );
    section.part = ui::markup(&facts);
    Ok(section)
}

/// GET /kiem-tra-ket-qua/{code}/niem-phong: the proof itself, to be checked on another machine.
pub async fn download(ctx: Ctx, Path(typed): Path<String>) -> Result<Response> {
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    let code = code::cleaned(&typed).ok_or(Error::NotFound)?;
    let entry = store::by_code(&ctx.app.store, &code).await?.ok_or(Error::NotFound)?;
    let proof = platform::ledger::of_record(&ctx.app.store, acts::RECORD, entry.id, acts::ENTER).await?;
    let proof = proof.ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"niem-phong-{code}.json\"")),
    ];
    Ok((headers, serde_json::to_string(&proof)?).into_response())
}
