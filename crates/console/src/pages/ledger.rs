//! The ledger over the journal: how it stands, its checkpoints, its check; and for everybody its key and last checkpoint.

use super::sheet::{self, Code, Sheet, maybe_moment, moment};
use crate::store::ledger as store;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::Moment;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::jobs::Job;
use platform::journal::{self, Change};
use platform::ledger::{self, CheckpointRow, LastStamp};
use platform::store::Actor;
use platform::{App, Ctx};
use serde_json::json;
use ui::{Action, ActionKind, Cell, Empty, Inset, Link, ListHead, Listing, Row, SummaryList, Tag, Tone};

const PATH: &str = "/quan-tri/niem-phong";
const HEADS: [ListHead; 4] = [
    ListHead::sorting("so", "console-number"),
    ListHead::new("luc", "console-ledger-at"),
    ListHead::new("muc", "console-ledger-size"),
    ListHead::new("goc", "console-ledger-root"),
];

/// The check of the whole ledger; what it found becomes an entry of the journal.
pub const AUDIT: Job = Job {
    name: "console.audit_ledger",
    schedule: None,
    run: |app, _| Box::pin(async move { run(&app).await }),
};

async fn run(app: &App) -> Result<()> {
    let trusted = ledger::authorities(&app.settings)?;
    let told = |done, of| platform::jobs::progress("ledger", done, of);
    let audit = ledger::audit_stamped(&app.store, trusted.as_ref(), told).await?;
    let Some(audit) = audit else { return Ok(()) };
    let findings = serde_json::to_value(&audit.verdict.findings)?;
    let tx = app.store.write(&Actor::system()).await?;
    tx.journal(Change::of("console", "ledger", 1, "audit_ledger").after(json!({
        "entries": audit.verdict.entries,
        "checkpoints": audit.verdict.checkpoints,
        "findings": findings,
    })))
    .await?;
    tx.commit().await
}

/// `GET /quan-tri/niem-phong`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let status = ledger::status(&ctx.app.store).await?;
    let last = ledger::latest(&ctx.app.store).await?;
    let keys = ledger::keys(&ctx.app.store).await?;
    let mut page = Sheet::new(&ctx, "console-ledger-title").lead(ctx.t("console-ledger-lead"));
    page.head.actions = vec![
        Action::post(format!("{PATH}/kiem-tra"), ctx.t("console-ledger-audit"), ActionKind::Primary),
        Action::link("/niem-phong", ctx.t("console-ledger-public"), ActionKind::Quiet),
    ];
    let mut summary = SummaryList::new(&page.page.words)
        .row(ctx.t("console-ledger-size"), Cell::number(ctx.locale.integer(status.size)))
        .row(ctx.t("console-ledger-pending"), Cell::number(ctx.locale.integer(status.pending)))
        .row(ctx.t("console-ledger-pending-since"), maybe_moment(status.pending_since))
        .row(ctx.t("console-ledger-at"), maybe_moment(last.map(|c| c.at)));
    if let Some(stamp) = ledger::last_stamp(&ctx.app.store).await? {
        summary = summary.row(ctx.t("console-ledger-stamp"), stamped(&ctx, stamp));
    }
    if let Some(key) = keys.last() {
        summary = summary.row(ctx.t("console-ledger-key"), Cell::part(&Code { text: &key.to_string() }));
    }
    let checks = journal::history(&ctx.app.store, "ledger", 1).await?;
    let verdict = checks.first().map(|entry| verdict(&ctx, entry));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "dau-niem-phong",
        caption: ctx.t("console-ledger-checkpoints"),
        heads: &HEADS,
        filters: Vec::new(),
        empty: Empty::new(ctx.t("console-ledger-none"), ctx.t("console-ledger-none-text")),
    };
    let row = |c: &CheckpointRow| {
        let mut at = vec![moment(c.at)];
        if c.rotates {
            at.push(Tag::new(ctx.t("console-ledger-rotates"), Tone::Neutral).into());
        }
        Row::new(vec![
            Cell::number(c.id.to_string()),
            Cell::Stack(at),
            Cell::number(ctx.locale.integer(c.size)),
            Cell::part(&Code { text: root(c) }),
        ])
    };
    let values = |_: &Ctx, c: &CheckpointRow| {
        vec![
            Value::Number(c.id as f64),
            Value::Moment(c.moment()),
            Value::Number(c.size as f64),
            Value::Text(root(c).to_owned()),
        ]
    };
    let page = page.part(&summary).maybe(verdict.as_ref()).heading(&ctx.t("console-ledger-checkpoints"));
    sheet::list(page, listing, store::list(), row, values).await
}

/// The root as the note writes it.
fn root(checkpoint: &CheckpointRow) -> &str {
    checkpoint.note.lines().nth(2).unwrap_or_default()
}

/// Who saw the ledger when, of those who time-stamp it.
fn stamped(ctx: &Ctx, stamp: LastStamp) -> String {
    let args =
        [("at", stamp.at.vn()), ("authority", stamp.authority), ("size", ctx.locale.integer(stamp.size))];
    ctx.tn("console-ledger-stamped", &args)
}

/// What the last check found, in a sentence.
fn verdict(ctx: &Ctx, entry: &journal::Entry) -> Inset {
    let found: serde_json::Value = serde_json::from_str(&entry.after).unwrap_or_default();
    let count = |name: &str| found.get(name).and_then(serde_json::Value::as_i64).unwrap_or_default();
    let wrong = found.get("findings").and_then(serde_json::Value::as_array).map_or(0, Vec::len);
    let args = [
        ("at", Moment::from_micros(entry.at).vn()),
        ("entries", ctx.locale.integer(count("entries"))),
        ("checkpoints", ctx.locale.integer(count("checkpoints"))),
        ("wrong", wrong.to_string()),
    ];
    let mut text = ctx.tn(if wrong == 0 { "console-ledger-holds" } else { "console-ledger-broken" }, &args);
    if let Some(first) = found.get("findings").and_then(|f| f.get(0)) {
        let kind =
            first.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default().replace('_', "-");
        let number = |name: &str| first.get(name).map(ToString::to_string).unwrap_or_default();
        let place = if first.get("place").is_some() { number("place") } else { number("from") };
        let args = [("id", number("id")), ("place", place), ("size", number("size"))];
        text = format!("{text} {}", ctx.tn(&format!("console-ledger-found-{kind}"), &args));
    }
    Inset { text }
}

/// `POST /quan-tri/niem-phong/kiem-tra`.
pub async fn audit(ctx: Ctx) -> Result<Response> {
    let tx = ctx.app.store.housekeeping().await?;
    tx.enqueue(AUDIT.name, &serde_json::Value::Null, Some("one")).await?;
    tx.commit().await?;
    Ok(redirect(PATH, Some("console-ledger-audit-queued")))
}

/// `GET /niem-phong`: for everybody, so that the city cannot show one ledger here and another there.
pub async fn public(ctx: Ctx) -> Result<Response> {
    let mut page = Sheet::new(&ctx, "console-ledger-public-title").lead(ctx.t("console-ledger-public-lead"));
    let keys = ledger::keys(&ctx.app.store).await?;
    let Some(last) = ledger::latest(&ctx.app.store).await? else {
        return page.text(&ctx.t("console-ledger-none-text")).answer();
    };
    page.page.footer.push(Link::new("/niem-phong/dau", ctx.t("console-ledger-note-link")));
    let mut summary = SummaryList::new(&page.page.words)
        .row(ctx.t("console-ledger-at"), moment(last.at))
        .row(ctx.t("console-ledger-size"), Cell::number(ctx.locale.integer(last.size)))
        .row(ctx.t("console-ledger-root"), Cell::part(&Code { text: root(&last) }));
    if let Some(stamp) = ledger::last_stamp(&ctx.app.store).await? {
        summary = summary.row(ctx.t("console-ledger-stamp"), stamped(&ctx, stamp));
    }
    for key in &keys {
        summary = summary.row(ctx.t("console-ledger-key"), Cell::part(&Code { text: &key.to_string() }));
    }
    page.part(&summary)
        .heading(&ctx.t("console-ledger-how"))
        .text(&ctx.t("console-ledger-how-1"))
        .text(&ctx.t("console-ledger-how-2"))
        .text(&ctx.t("console-ledger-how-3"))
        .answer()
}

/// `GET /niem-phong/dau`: the last checkpoint as a signed note, for tools.
pub async fn note(ctx: Ctx) -> Result<Response> {
    let last = ledger::latest(&ctx.app.store).await?.ok_or(Error::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], last.note).into_response())
}

/// `GET /niem-phong/nhat-quan?tu=&den=`: that the ledger of `den` entries begins with that of `tu`.
pub async fn consistency(ctx: Ctx, query: Query) -> Result<Response> {
    let size = |name: &str| query.get(name).and_then(|n| n.parse::<u64>().ok()).ok_or(Error::NotFound);
    let (old, new) = (size("tu")?, size("den")?);
    let known = u64::try_from(ledger::status(&ctx.app.store).await?.size).unwrap_or(0);
    if old > new || new > known {
        return Err(Error::NotFound);
    }
    let path = ledger::consistency(&ctx.app.store, old, new).await?;
    let body = json!({"old": old, "size": new, "path": path}).to_string();
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}
