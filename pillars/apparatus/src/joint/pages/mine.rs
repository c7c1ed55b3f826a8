//! GET /cua-toi/lien-thong: the signed-in person's own joint dossiers, those that others filed for them too, and the way to drafts.

use super::super::personal::proven;
use super::super::store::{self, Joint};
use super::{CitizenPage, drafts, due_text, moment_cell, whole_tag};
use axum::response::Response;
use kernel::Moment;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::{Ctx, identity};
use ui::{Action, ActionKind, Cell, Empty, Filter, Head, Link, ListHead, Listing, Panel, Row};

const PATH: &str = "/cua-toi/lien-thong";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ma", "joint-head-code"),
    ListHead::new("nhom", "joint-head-group"),
    ListHead::sorting("nop", "joint-head-filed"),
    ListHead::sorting("han", "joint-head-due"),
    ListHead::new("tinh-trang", "joint-head-state"),
];

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let account = identity::account(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let mut list = store::of_person(account.id, proven(&account).as_deref());
    if let Some(typed) = query.get("q") {
        list.and("j.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "lien-thong-cua-toi",
        caption: ctx.t("joint-mine"),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("joint-head-code"), query.get("q").unwrap_or_default())],
        empty: Empty::new(ctx.t("joint-mine-empty"), ctx.t("joint-mine-empty-text"))
            .with_action("/nop-lien-thong", ctx.t("joint-file")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Joint| values(ctx, row)).await;
    }
    let found = list.page::<Joint>(&ctx.app.store, &query).await?;
    let mut rows = Vec::new();
    for joint in &found.rows {
        rows.push((whole_tag(&ctx, joint.state()?), by_whom(&ctx, joint, account.id)?));
    }
    let table = listing.table(&found, |joint| {
        let at = found.rows.iter().position(|row| row.id == joint.id);
        let (tag, by) = at.and_then(|at| rows.get(at)).cloned().unzip();
        let code = Cell::code(format!("/theo-doi-lien-thong/{}", joint.tracking_key), joint.code.clone());
        Row::new(vec![
            match by.flatten() {
                Some(by) => Cell::Stack(vec![code, Cell::muted(by)]),
                None => code,
            },
            Cell::text(joint.group_name.clone()),
            moment_cell(Some(joint.filed())),
            Cell::text(due_text(&ctx, joint)),
            tag.map_or(Cell::Empty, Cell::Tag),
        ])
    });
    let title = ctx.t("joint-mine");
    let mut head = Head::new(title.clone());
    head.actions.push(Action::link("/nop-lien-thong", ctx.t("joint-file"), ActionKind::Primary));
    let mut parts = Vec::new();
    let open = store::count_drafts(&ctx.app.store, account.id).await?;
    if open > 0 {
        parts.push(ui::markup(&Panel {
            title: ctx.t("joint-drafts"),
            lines: vec![ctx.tn("joint-drafts-open", &[("count", open.to_string())])],
            links: vec![Link::new(drafts::PATH, ctx.t("joint-draft-resume"))],
        }));
    }
    parts.push(ui::markup(&table));
    ui::html(&CitizenPage { page: ui::page(&ctx, title), head, parts, form: None })
}

/// Who filed it for whom, where these are two.
fn by_whom(ctx: &Ctx, joint: &Joint, account: i64) -> Result<Option<String>> {
    let Some(proxy) = joint.proxy()? else { return Ok(None) };
    Ok(Some(if joint.account_id == Some(account) {
        ctx.tn("joint-mine-for", &[("owner", joint.owner_name.clone())])
    } else {
        ctx.tn("joint-mine-by", &[("proxy", proxy.person.name)])
    }))
}

fn values(ctx: &Ctx, joint: &Joint) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(joint.code.clone()),
        Value::Text(joint.group_name.clone()),
        Value::Text(joint.filed().vn()),
        Value::Text(joint.due().map(Moment::vn).unwrap_or_default()),
        Value::Text(whole_tag(ctx, joint.state()?).text),
    ])
}
