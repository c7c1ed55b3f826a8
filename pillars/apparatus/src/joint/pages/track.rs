//! GET /theo-doi-lien-thong/{key}: one page for the person over all parts; for who holds the key, nobody's name on it.

use super::super::rules::PartState;
use super::super::store::{self, Joint, Part};
use super::parts::{self, Reader};
use super::{CitizenPage, whole_tag};
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::limits::Limited;
use ui::{Action, ActionKind, Head, Inset, SummaryList};

/// The joint dossier a key leads to; guessing keys is limited like guessing codes.
pub(in crate::joint) async fn by_key(ctx: &Ctx, key: &str) -> Result<Joint> {
    if let Some(joint) = store::by_key(&ctx.app.store, key).await? {
        return Ok(joint);
    }
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    Err(Error::NotFound)
}

/// The page.
pub async fn show(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    let joint = by_key(&ctx, &key).await?;
    let parts = store::parts(&ctx.app.store, joint.id).await?;
    let mut head = Head::new(joint.group_name.clone());
    head.caption.clone_from(&joint.code);
    head.tag = Some(whole_tag(&ctx, joint.state()?));
    head.lead = ctx.t("joint-track-lead");
    let receipt = format!("/theo-doi-lien-thong/{key}/phieu");
    head.actions.push(Action::link(receipt, ctx.t("joint-print"), ActionKind::Quiet));
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("joint-head-lead"), ctx.app.directory().name(joint.lead_id).to_owned())
        .row(ctx.t("joint-head-filed"), super::moment_cell(Some(joint.filed())))
        .row(ctx.t("joint-progress-label"), progress(&ctx, &parts));
    let mut shown = vec![ui::markup(&parts::due_box(&ctx, &joint, &parts)?)];
    if parts.iter().any(|part| part.state == PartState::Skipped.code()) {
        shown.push(ui::markup(&Inset { text: ctx.t("joint-track-left-out") }));
    }
    shown.push(parts::table(&ctx, &parts, Reader::Key).await?);
    shown.push(ui::markup(&facts));
    let title = format!("{} – {}", joint.code, joint.group_name);
    let page = ui::page(&ctx, title);
    let mut answer = ui::html(&CitizenPage { page, head, parts: shown, form: None })?;
    // A link somebody shared must not end up in a search engine.
    answer.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    Ok(answer)
}

fn progress(ctx: &Ctx, parts: &[Part]) -> String {
    let ended = parts.iter().filter(|part| part.ended_at.is_some()).count();
    ctx.tn("joint-progress", &[("ended", ended.to_string()), ("parts", parts.len().to_string())])
}
