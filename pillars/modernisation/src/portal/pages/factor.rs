//! One's own second factor: whether it is on, how it is set up, the passkeys, and the recovery codes, shown once.

use super::passkeys;
use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::response::Response;
use kernel::Moment;
use platform::error::Result;
use platform::http::redirect;
use platform::second_factor::{Named, State};
use platform::{Ctx, second_factor};
use ui::{Action, ActionKind, Cell, Column, Empty, Head, Link, Panel, Row, SummaryList, Table, Tag, Tone};

#[derive(Template)]
#[template(
    source = r#"{{ head }}{% if let Some(summary) = summary %}{{ summary }}{% endif %}<h2>{{ passkeys_title }}</h2><p class="muted">{{ passkeys_lead }}</p>{{ passkeys }}{% if let Some(add) = add %}<p>{{ add }}</p>{% endif %}{{ how }}"#,
    ext = "html"
)]
struct View {
    head: Head,
    summary: Option<SummaryList>,
    passkeys_title: String,
    passkeys_lead: String,
    passkeys: Table,
    add: Option<Action>,
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
    let state = second_factor::state(&ctx.app, viewer.account_id).await?;
    let mut page = frame::page(&ctx, "portal-factor-title");
    if !viewer.must_enrol {
        page = page.with_back("/tai-khoan", ctx.t("portal-account-title"));
    }
    let mut head = Head::new(ctx.t("portal-factor-title"));
    head.lead = ctx.t(if viewer.must_enrol { "portal-factor-must" } else { "portal-factor-lead" });
    head.actions = actions(&ctx, state);
    let summary = state.map(|state| {
        let on = Tag::new(ctx.t("portal-factor-on"), Tone::Good);
        SummaryList::new(&page.words)
            .row(ctx.t("portal-factor-state"), Cell::from(on))
            .row(ctx.t("portal-codes-left"), state.codes.to_string())
    });
    let possible = second_factor::passkeys_possible(&ctx.app)?;
    let own = second_factor::passkeys(&ctx.app, viewer.account_id).await?;
    let how = Panel {
        title: ctx.t("portal-factor-how"),
        lines: ["portal-factor-how-app", "portal-factor-how-code", "portal-factor-how-lost"]
            .map(|k| ctx.t(k))
            .into(),
        links: Vec::new(),
    };
    let lead = if possible { "portal-passkeys-lead" } else { "identity-passkey-nowhere" };
    let view = View {
        head,
        summary,
        passkeys_title: ctx.t("portal-passkeys-title"),
        passkeys_lead: ctx.t(lead),
        passkeys: passkey_table(&ctx, &page, &own),
        add: possible.then(|| Action::link(passkeys::ADD, ctx.t("portal-passkey-add"), ActionKind::Quiet)),
        how,
    };
    frame::answer(page, &view)
}

fn actions(ctx: &Ctx, state: Option<State>) -> Vec<Action> {
    let mut actions = Vec::new();
    if !state.is_some_and(|s| s.app) {
        let begin = ctx.t("portal-factor-begin");
        actions.push(Action::post("/tai-khoan/xac-thuc", begin, ActionKind::Primary));
    }
    if let Some(state) = state {
        let codes = ctx.t("portal-codes-new");
        actions.push(Action::link("/tai-khoan/xac-thuc/ma-du-phong", codes, ActionKind::Quiet));
        if state.app {
            let off = ctx.t("portal-factor-off");
            actions.push(Action::link("/tai-khoan/xac-thuc/tat", off, ActionKind::Danger));
        }
    }
    actions
}

fn passkey_table(ctx: &Ctx, page: &ui::Page, own: &[Named]) -> Table {
    let mut table = Table::new(&page.words, "khoa-truy-cap", ctx.t("portal-passkeys-title"));
    table.caption_hidden = true;
    table.columns = vec![
        Column::new("ten", ctx.t("portal-passkey-name")),
        Column::new("tu", ctx.t("portal-passkey-since")),
        Column::new("lan-cuoi", ctx.t("portal-passkey-used")),
        Column::new("", ctx.t("portal-device-act")),
    ];
    table.empty = Empty::new(ctx.t("portal-passkeys-none"), "");
    let at = |micros: i64| {
        let moment = Moment::from_micros(micros);
        Cell::moment(moment.iso(), moment.vn())
    };
    let row = |p: &Named| {
        Row::new(vec![
            Cell::text(&p.name),
            at(p.made_at),
            p.used_at.map_or_else(|| Cell::muted(ctx.t("portal-passkey-unused")), at),
            Cell::link(passkeys::remove_path(p.id), ctx.t("portal-passkey-remove")),
        ])
    };
    table.rows = own.iter().map(row).collect();
    table
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
