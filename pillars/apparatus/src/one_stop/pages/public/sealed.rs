//! GET /theo-doi/{key}/niem-phong: the proof behind a receipt: where its entry stands in the sealed ledger, computed anew.

use super::follow;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::Moment;
use ledger::Proof;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use ui::{Action, ActionKind, Head, Page, SummaryList, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "one_stop/pages/public/sealed.html")]
struct View {
    page: Page,
    head: Head,
    text: String,
    facts: Option<SummaryList>,
    steps: Vec<String>,
}

/// The page, or with `dang=json` the proof itself, to be checked on another machine.
pub async fn show(ctx: Ctx, Path(key): Path<String>, query: Query) -> Result<Response> {
    let dossier = follow::by_key(&ctx, &key).await?;
    let action = if dossier.received_at.is_some() { "receive" } else { "file" };
    let proof = platform::ledger::of_record(&ctx.app.store, "dossier", dossier.id, action).await?;
    if query.get("dang") == Some("json") {
        return download(&dossier.code, proof.as_ref().ok_or(Error::NotFound)?);
    }
    let mut head = Head { caption: dossier.code.clone(), ..Head::new(ctx.t("one-stop-sealed-title")) };
    let back = format!("/theo-doi/{key}");
    let page = ui::page(&ctx, ctx.t("one-stop-sealed-title")).with_back(back.clone(), dossier.code.clone());
    let Some(proof) = proof else {
        let text = ctx.t("one-stop-sealed-not-yet");
        return ui::html(&View { page, head, text, facts: None, steps: Vec::new() });
    };
    let checked = proof.check(None).map_err(|e| Error::fault("proof of a receipt", e))?;
    head.tag = Some(match checked {
        Some(_) => Tag::new(ctx.t("one-stop-sealed-fits"), Tone::Good),
        None => Tag::new(ctx.t("one-stop-sealed-broken"), Tone::Bad),
    });
    head.actions = vec![
        Action::link(
            format!("{back}/niem-phong?dang=json"),
            ctx.t("one-stop-sealed-download"),
            ActionKind::Quiet,
        ),
        Action::link("/niem-phong", ctx.t("one-stop-sealed-ledger"), ActionKind::Quiet),
    ];
    let Some(checkpoint) = checked else {
        let text = ctx.t("one-stop-sealed-broken-text");
        return ui::html(&View { page, head, text, facts: None, steps: Vec::new() });
    };
    let number = |n: u64| kernel::vi_integer(i64::try_from(n).unwrap_or(i64::MAX));
    let facts = SummaryList::new(&page.words)
        .row(ctx.t("one-stop-sealed-what"), ctx.t(&format!("journal-action-{action}")))
        .row(ctx.t("one-stop-sealed-entry"), proof.entry.to_string())
        .row(ctx.t("one-stop-sealed-place"), number(proof.place + 1))
        .row(ctx.t("one-stop-sealed-size"), number(checkpoint.size))
        .row(ctx.t("one-stop-sealed-at"), Moment::from_micros(checkpoint.at).vn())
        .row(ctx.t("one-stop-sealed-key"), proof.key.clone());
    let steps = vec![
        ctx.tn("one-stop-sealed-step-1", &[("hash", short(&proof.hash))]),
        ctx.tn("one-stop-sealed-step-2", &[("count", proof.path.len().to_string())]),
        ctx.tn("one-stop-sealed-step-3", &[("root", short(&hex_of(&checkpoint.root)))]),
    ];
    let text = ctx.t("one-stop-sealed-fits-text");
    ui::html(&View { page, head, text, facts: Some(facts), steps })
}

fn download(code: &str, proof: &Proof) -> Result<Response> {
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"niem-phong-{code}.json\"")),
    ];
    Ok((headers, serde_json::to_string(proof)?).into_response())
}

fn hex_of(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Enough of a hash to compare by eye.
fn short(hash: &str) -> String {
    hash.get(..16).unwrap_or(hash).to_owned()
}
