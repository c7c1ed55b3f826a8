//! GET /ho-so/nhan: the dossiers of the viewer's scope that stand under labels, the last put first.

use super::super::slice::KEEP_LABELS;
use super::super::store::{self, Labelled};
use super::{ListView, label_tag, labels};
use axum::response::Response;
use contracts::desk::VIEW;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

/// Address of the list.
pub const PATH: &str = "/ho-so/nhan";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ma", "desk-head-code"),
    ListHead::sorting("nhan", "desk-head-label"),
    ListHead::new("thu-tuc", "desk-head-procedure"),
    ListHead::new("co-quan", "desk-head-agency"),
    ListHead::sorting("dat", "desk-head-put"),
];

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(VIEW);
    let mut list = store::labelled_list();
    list.within(&scope, "p.agency_id");
    if let Some(code) = query.get("ma") {
        let like = format!("%{}%", code.to_uppercase().replace(['%', '_'], ""));
        list.and("p.code LIKE ?", [like.into()]);
    }
    if let Some(label) = query.get("nhan").and_then(|id| id.parse::<i64>().ok()) {
        list.and("p.label_id = ?", [label.into()]);
    }
    let held = query.get("nhan").unwrap_or_default();
    let mut options = vec![Choice::new("", ctx.t("desk-filter-all"), held.is_empty())];
    for label in store::labels_in_use(&ctx.app.store, &scope).await? {
        let value = label.id.to_string();
        let selected = value == held;
        options.push(Choice::new(value, label.name, selected));
    }
    let title = ctx.t("desk-labelled-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ho-so-nhan",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("ma", ctx.t("desk-head-code"), query.get("ma").unwrap_or_default()),
            Filter::select("nhan", ctx.t("desk-head-label"), options),
        ],
        empty: Empty::new(ctx.t("desk-labelled-empty"), ctx.t("desk-labelled-empty-text"))
            .with_action("/ho-so", ctx.t("desk-to-inbox")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Labelled| Ok(values(ctx, row))).await;
    }
    let found = list.page::<Labelled>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |found| row(&ctx, found));
    table.caption_hidden = true;
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("desk-labelled-lead");
    if ctx.viewer()?.has(KEEP_LABELS) {
        head.actions.push(Action::link(labels::PATH, ctx.t("desk-labels-title"), ActionKind::Quiet));
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, table })
}

fn row(ctx: &Ctx, found: &Labelled) -> Row {
    let put = Moment::from_micros(found.put_at);
    Row::new(vec![
        Cell::code(format!("/ho-so/{}", found.dossier_id), found.code.clone()),
        label_tag(&found.name, &found.tone).into(),
        found.procedure_name.clone().into(),
        ctx.app.directory().short_name(found.agency_id).into(),
        Cell::Stack(vec![Cell::moment(put.iso(), put.vn()), Cell::muted(found.put_by.clone())]),
    ])
}

fn values(ctx: &Ctx, found: &Labelled) -> Vec<Value> {
    vec![
        Value::Text(found.code.clone()),
        Value::Text(found.name.clone()),
        Value::Text(found.procedure_name.clone()),
        Value::Text(ctx.app.directory().name(found.agency_id).to_owned()),
        Value::moment(Some(found.put_at)),
    ]
}
