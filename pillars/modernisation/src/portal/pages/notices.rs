//! What the city told this person: newest first, the unread ones marked.

use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::notices::{self, Shown};
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Table, Tag, Tone};

const PATH: &str = "/thong-bao";

const HEADS: [ListHead; 3] = [
    ListHead::new("noi-dung", "portal-notices-title"),
    ListHead::sorting("luc", "portal-notices-at"),
    ListHead::new("doc", "portal-notices-state"),
];

#[derive(Template)]
#[template(path = "portal/pages/notices.html")]
struct View {
    head: Head,
    table: Table,
}

impl HtmlSafe for View {}

/// `GET /thong-bao`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    let seen = match query.get("doc") {
        Some("roi") => Some(true),
        Some("chua") => Some(false),
        _ => None,
    };
    let list = notices::list(account, seen);
    let choice =
        |value: &str, key: &str| Choice::new(value, ctx.t(key), query.get("doc").unwrap_or("") == value);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "thong-bao",
        caption: ctx.t("portal-notices-title"),
        heads: &HEADS,
        filters: vec![Filter::select(
            "doc",
            ctx.t("portal-notices-state"),
            vec![
                choice("", "portal-notices-all"),
                choice("chua", "portal-notices-new"),
                choice("roi", "portal-notices-read"),
            ],
        )],
        empty: Empty::new(ctx.t("portal-notices-empty"), ctx.t("portal-notices-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Shown| Ok(values(ctx, row))).await;
    }
    let page = list.page(&ctx.app.store, &query).await?;
    let mut table = listing.table(&page, |n| row(&ctx, n));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("portal-notices-title"));
    if notices::unseen(&ctx.app, account).await? > 0 {
        head.actions =
            vec![Action::post("/thong-bao/da-doc", ctx.t("portal-notices-mark"), ActionKind::Quiet)];
    }
    frame::answer(frame::page(&ctx, "portal-notices-title"), &View { head, table })
}

fn row(ctx: &Ctx, notice: &Shown) -> Row {
    let at = Moment::from_micros(notice.at);
    let subject = match notice.href.is_empty() {
        true => Cell::text(&notice.subject),
        false => Cell::link(&notice.href, &notice.subject),
    };
    let state = match notice.seen {
        true => Cell::muted(ctx.t("portal-notices-read")),
        false => Tag::new(ctx.t("portal-notices-new"), Tone::Accent).into(),
    };
    Row::new(vec![
        Cell::Stack(vec![subject, Cell::muted(&notice.body)]),
        Cell::moment(at.iso(), at.vn()),
        state,
    ])
}

fn values(ctx: &Ctx, notice: &Shown) -> Vec<Value> {
    let state = if notice.seen { "portal-notices-read" } else { "portal-notices-new" };
    vec![
        Value::Text(format!("{}\n{}", notice.subject, notice.body)),
        Value::moment(Some(notice.at)),
        Value::Text(ctx.t(state)),
    ]
}

/// `POST /thong-bao/da-doc`.
pub async fn mark_read(ctx: Ctx) -> Result<Response> {
    notices::mark_seen(&ctx.app, ctx.viewer()?.account_id).await?;
    Ok(redirect(PATH, Some("portal-flash-read")))
}
