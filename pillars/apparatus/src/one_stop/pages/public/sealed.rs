//! GET /theo-doi/{key}/niem-phong: the proof behind a receipt: where its entry stands in the sealed ledger, computed anew.

use super::follow;
use crate::one_stop::store::Dossier;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::Moment;
use ledger::{Checkpoint, Proof};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use ui::{Action, ActionKind, Head, Link, Page, SummaryList, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "one_stop/pages/public/sealed.html")]
struct View {
    page: Page,
    head: Head,
    text: String,
    facts: Option<SummaryList>,
    steps: Vec<String>,
}

/// What the check of a dossier's entry says.
struct Seal {
    /// The verb of the entry that the receipt rests on.
    action: &'static str,
    /// The proof; none while the entry has no signed place.
    proof: Option<Proof>,
    /// The signed checkpoint that it leads to; none where it leads elsewhere.
    checkpoint: Option<Checkpoint>,
}

impl Seal {
    async fn of(ctx: &Ctx, dossier: &Dossier) -> Result<Seal> {
        let action = action(dossier);
        let proof = platform::ledger::of_record(&ctx.app.store, "dossier", dossier.id, action).await?;
        let checked = proof.as_ref().map(|proof| platform::ledger::check(&ctx.app.store, proof));
        let checkpoint = match checked {
            Some(Ok(checkpoint)) => checkpoint,
            // A seal whose signature does not hold is told like one that does not fit, and stands in the log.
            Some(Err(error)) => {
                tracing::error!(%error, dossier = dossier.id, "the proof of a receipt");
                None
            }
            None => None,
        };
        Ok(Seal { action, proof, checkpoint })
    }

    fn tag(&self, ctx: &Ctx) -> Option<Tag> {
        self.proof.as_ref()?;
        Some(match self.checkpoint {
            Some(_) => Tag::new(ctx.t("one-stop-sealed-fits"), Tone::Good),
            None => Tag::new(ctx.t("one-stop-sealed-broken"), Tone::Bad),
        })
    }

    fn text(&self, ctx: &Ctx) -> String {
        ctx.t(match (&self.proof, &self.checkpoint) {
            (None, _) => "one-stop-sealed-not-yet",
            (Some(_), Some(_)) => "one-stop-sealed-fits-text",
            (Some(_), None) => "one-stop-sealed-broken-text",
        })
    }
}

/// The entry that a dossier's receipt rests on: its receipt, or its filing before that.
pub fn action(dossier: &Dossier) -> &'static str {
    if dossier.received_at.is_some() { "receive" } else { "file" }
}

/// The outcome on the page that the receipt's code leads to: whether the entry fits, what to compare with the paper, and
/// the way to the whole proof.
pub struct Part {
    /// Heading.
    pub title: String,
    /// Whether it fits.
    pub tag: Option<Tag>,
    /// The same in a sentence.
    pub text: String,
    /// Number and hash, as the receipt carries them.
    pub facts: Option<SummaryList>,
    /// What to do with them.
    pub compare: String,
    /// To the proof step by step.
    pub link: Link,
}

/// Checks the entry anew for the dossier's own page.
pub async fn part(ctx: &Ctx, dossier: &Dossier) -> Result<Part> {
    let seal = Seal::of(ctx, dossier).await?;
    let facts = seal.proof.as_ref().map(|proof| {
        let facts = SummaryList::new(&ui::words(&ctx.locale))
            .row(ctx.t("one-stop-sealed-what"), ctx.t(&format!("journal-action-{}", seal.action)))
            .row(ctx.t("one-stop-sealed-entry"), proof.entry.to_string())
            .row(ctx.t("one-stop-sealed-hash"), short(&proof.hash));
        match &seal.checkpoint {
            Some(checkpoint) => {
                facts.row(ctx.t("one-stop-sealed-at"), Moment::from_micros(checkpoint.at).vn())
            }
            None => facts,
        }
    });
    Ok(Part {
        title: ctx.t("one-stop-sealed-part"),
        tag: seal.tag(ctx),
        text: seal.text(ctx),
        compare: if facts.is_some() { ctx.t("one-stop-sealed-compare") } else { String::new() },
        facts,
        link: Link::new(
            format!("/theo-doi/{}/niem-phong", dossier.tracking_key),
            ctx.t("one-stop-sealed-check"),
        ),
    })
}

/// The page, or with `dang=json` the proof itself, to be checked on another machine.
pub async fn show(ctx: Ctx, Path(key): Path<String>, query: Query) -> Result<Response> {
    let dossier = follow::by_key(&ctx, &key).await?;
    let seal = Seal::of(&ctx, &dossier).await?;
    if query.get("dang") == Some("json") {
        return download(&dossier.code, seal.proof.as_ref().ok_or(Error::NotFound)?);
    }
    let mut head = Head { caption: dossier.code.clone(), ..Head::new(ctx.t("one-stop-sealed-title")) };
    let back = format!("/theo-doi/{key}");
    let page = ui::page(&ctx, ctx.t("one-stop-sealed-title")).with_back(back.clone(), dossier.code.clone());
    head.tag = seal.tag(&ctx);
    let text = seal.text(&ctx);
    let Some(proof) = &seal.proof else {
        return ui::html(&View { page, head, text, facts: None, steps: Vec::new() });
    };
    head.actions = vec![
        Action::link(
            format!("{back}/niem-phong?dang=json"),
            ctx.t("one-stop-sealed-download"),
            ActionKind::Quiet,
        ),
        Action::link("/niem-phong", ctx.t("one-stop-sealed-ledger"), ActionKind::Quiet),
    ];
    let Some(checkpoint) = &seal.checkpoint else {
        return ui::html(&View { page, head, text, facts: None, steps: Vec::new() });
    };
    let number = |n: u64| ctx.locale.integer(i64::try_from(n).unwrap_or(i64::MAX));
    let facts = SummaryList::new(&page.words)
        .row(ctx.t("one-stop-sealed-what"), ctx.t(&format!("journal-action-{}", seal.action)))
        .row(ctx.t("one-stop-sealed-entry"), proof.entry.to_string())
        .row(ctx.t("one-stop-sealed-hash"), proof.hash.clone())
        .row(ctx.t("one-stop-sealed-place"), number(proof.place + 1))
        .row(ctx.t("one-stop-sealed-size"), number(checkpoint.size))
        .row(ctx.t("one-stop-sealed-at"), Moment::from_micros(checkpoint.at).vn())
        .row(ctx.t("one-stop-sealed-key"), proof.key.clone());
    let steps = vec![
        ctx.tn("one-stop-sealed-step-1", &[("hash", short(&proof.hash))]),
        ctx.tn("one-stop-sealed-step-2", &[("count", proof.path.len().to_string())]),
        ctx.tn("one-stop-sealed-step-3", &[("root", short(&hex_of(&checkpoint.root)))]),
    ];
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
pub fn short(hash: &str) -> String {
    hash.get(..16).unwrap_or(hash).to_owned()
}
