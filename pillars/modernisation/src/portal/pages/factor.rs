//! One's own second factor: whether it is on, how it is set up, and the recovery codes, shown once.

use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::response::Response;
use platform::error::Result;
use platform::http::redirect;
use platform::{Ctx, second_factor};
use ui::{Action, ActionKind, Cell, Head, Link, Panel, SummaryList, Tag, Tone};

#[derive(Template)]
#[template(
    source = r#"{{ head }}{% if let Some(summary) = summary %}{{ summary }}{% endif %}{{ how }}"#,
    ext = "html"
)]
struct View {
    head: Head,
    summary: Option<SummaryList>,
    how: Panel,
}

impl HtmlSafe for View {}

#[derive(Template)]
#[template(path = "portal/pages/factor_codes.html")]
struct Codes {
    title: String,
    lead: String,
    codes: Vec<String>,
    next: Link,
}

impl HtmlSafe for Codes {}

/// Where a second factor is set up.
pub(super) const SETUP: &str = "/tai-khoan/xac-thuc/bat";

/// `GET /tai-khoan/xac-thuc`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let viewer = ctx.viewer()?;
    let left = second_factor::state(&ctx.app, viewer.account_id).await?;
    let mut page = frame::page(&ctx, "portal-factor-title");
    if !viewer.must_enrol {
        page = page.with_back("/tai-khoan", ctx.t("portal-account-title"));
    }
    let mut head = Head::new(ctx.t("portal-factor-title"));
    head.lead = ctx.t(if viewer.must_enrol { "portal-factor-must" } else { "portal-factor-lead" });
    head.actions = match left {
        None => {
            let begin = ctx.t("portal-factor-begin");
            vec![Action::post("/tai-khoan/xac-thuc", begin, ActionKind::Primary)]
        }
        Some(_) => vec![
            Action::link("/tai-khoan/xac-thuc/ma-du-phong", ctx.t("portal-codes-new"), ActionKind::Quiet),
            Action::link("/tai-khoan/xac-thuc/tat", ctx.t("portal-factor-off"), ActionKind::Danger),
        ],
    };
    let summary = left.map(|left| {
        let on = Tag::new(ctx.t("portal-factor-on"), Tone::Good);
        SummaryList::new(&page.words)
            .row(ctx.t("portal-factor-state"), Cell::from(on))
            .row(ctx.t("portal-codes-left"), left.to_string())
    });
    let how = Panel {
        title: ctx.t("portal-factor-how"),
        lines: ["portal-factor-how-app", "portal-factor-how-code", "portal-factor-how-lost"]
            .map(|k| ctx.t(k))
            .into(),
        links: Vec::new(),
    };
    frame::answer(page, &View { head, summary, how })
}

/// `POST /tai-khoan/xac-thuc`: makes the secret to be confirmed.
pub async fn begin(ctx: Ctx) -> Result<Response> {
    second_factor::begin(&ctx.app, ctx.viewer()?.account_id).await?;
    Ok(redirect(SETUP, None))
}

/// The one page that shows recovery codes; browsers do not keep it (no-store).
pub(super) fn codes_once(ctx: &Ctx, codes: Vec<String>) -> Result<Response> {
    let page = frame::page(ctx, "portal-codes-title");
    let view = Codes {
        title: ctx.t("portal-codes-title"),
        lead: ctx.t("portal-codes-lead"),
        codes,
        next: Link::new("/tai-khoan/xac-thuc", ctx.t("portal-codes-kept")),
    };
    frame::answer(page, &view)
}
