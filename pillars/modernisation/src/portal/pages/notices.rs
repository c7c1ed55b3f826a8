//! What the city told this person: newest first, the unread ones marked.

use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::response::Response;
use kernel::Moment;
use platform::error::Result;
use platform::http::redirect;
use platform::{Ctx, notices};
use ui::{Action, ActionKind, Empty, Head};

/// Notices shown; older ones stay in the records they tell of.
const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "portal/pages/notices.html")]
struct View {
    head: Head,
    notices: Vec<Line>,
    unread: String,
    open: String,
    empty: Empty,
}

impl HtmlSafe for View {}

struct Line {
    iso: String,
    at: String,
    subject: String,
    body: String,
    href: String,
    seen: bool,
}

/// `GET /thong-bao`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let found = notices::of_account(&ctx.app, ctx.viewer()?.account_id, SHOWN).await?;
    let mut head = Head::new(ctx.t("portal-notices-title"));
    if found.iter().any(|n| !n.seen) {
        head.actions =
            vec![Action::post("/thong-bao/da-doc", ctx.t("portal-notices-mark"), ActionKind::Quiet)];
    }
    let line = |n: notices::Shown| {
        let at = Moment::from_micros(n.at);
        Line { iso: at.iso(), at: at.vn(), subject: n.subject, body: n.body, href: n.href, seen: n.seen }
    };
    let view = View {
        head,
        notices: found.into_iter().map(line).collect(),
        unread: ctx.t("portal-notices-new"),
        open: ctx.t("portal-notices-open"),
        empty: Empty::new(ctx.t("portal-notices-empty"), ctx.t("portal-notices-empty-text")),
    };
    let page = frame::page(&ctx, "portal-notices-title");
    frame::answer(&ctx, page, &view)
}

/// `POST /thong-bao/da-doc`.
pub async fn mark_read(ctx: Ctx) -> Result<Response> {
    notices::mark_seen(&ctx.app, ctx.viewer()?.account_id).await?;
    Ok(redirect("/thong-bao", Some("portal-flash-read")))
}
