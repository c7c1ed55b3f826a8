//! GET /quan-tri/thu-tuc: what is missing and unconfirmed in the catalogue.

use super::super::store::{self, Row as Found};
use super::{day, parts, service_tag, status_words};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table};

#[derive(askama::Template)]
#[template(path = "catalogue/pages/staff_list.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
}

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ma", "catalogue-head-code"),
    ListHead::sorting("ten", "catalogue-head-name"),
    ListHead::new("phien", "catalogue-head-version"),
    ListHead::new("trang", "catalogue-head-status"),
    ListHead::sorting("thieu", "catalogue-head-missing"),
    ListHead::sorting("chua", "catalogue-head-unconfirmed"),
    ListHead::new("muc", "catalogue-head-service"),
];

/// Shows the list, or hands it over as a file.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::staff_list();
    if let Some(typed) = query.get("q") {
        store::find(&mut list, typed);
    }
    match query.get("con") {
        Some("thieu") => list.and("v.missing > 0", []),
        Some("chua") => list.and("v.unconfirmed > 0", []),
        Some("muc") => list.and("v.service_level < v.declared_level", []),
        _ => {}
    }
    let chosen = query.get("con").unwrap_or_default();
    let choice = |value: &str, key: &str| Choice::new(value, ctx.t(key), value == chosen);
    let options = vec![
        choice("", "catalogue-state-all"),
        choice("thieu", "catalogue-state-missing"),
        choice("chua", "catalogue-state-unconfirmed"),
        choice("muc", "catalogue-state-below"),
    ];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/quan-tri/thu-tuc",
        id: "thu-tuc-quan-tri",
        caption: ctx.t("catalogue-staff-title"),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("catalogue-filter-words"), query.get("q").unwrap_or_default()),
            Filter::select("con", ctx.t("catalogue-filter-state"), options),
        ],
        empty: Empty::new(ctx.t("catalogue-list-empty"), ctx.t("catalogue-staff-empty-text"))
            .with_action("/quan-tri/thu-tuc/nhap", ctx.t("catalogue-upload")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Found| Ok(export(ctx, row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-staff-title"));
    head.actions = vec![
        Action::link("/quan-tri/thu-tuc/nhap", ctx.t("catalogue-upload"), ActionKind::Primary),
        Action::link("/quan-tri/thu-tuc/thay-doi/moi", ctx.t("catalogue-change-open"), ActionKind::Quiet),
        Action::link("/thu-tuc/du-lieu", ctx.t("catalogue-data-title"), ActionKind::Quiet),
    ];
    ui::html(&View { page: ui::page(&ctx, ctx.t("catalogue-staff-title")), head, table })
}

fn line(ctx: &Ctx, row: &Found) -> Row {
    Row::new(vec![
        Cell::link(format!("/quan-tri/thu-tuc/{}", row.code), row.code.clone()),
        Cell::text(row.name.clone()),
        Cell::Stack(vec![Cell::number(row.number.to_string()), Cell::muted(day(&row.valid_from))]),
        Cell::text(status_words(ctx, &row.status, &row.missing_parts)),
        parts(ctx, &row.missing_parts).into(),
        parts(ctx, &row.unconfirmed_parts).into(),
        service(ctx, row),
    ])
}

fn service(ctx: &Ctx, row: &Found) -> Cell {
    let tag = Cell::Tag(service_tag(ctx, row.service_level, row.whole_way));
    if row.service_level >= row.declared_level {
        return tag;
    }
    let declared = ctx.tn("catalogue-declared", &[("level", row.declared_level.to_string())]);
    Cell::Stack(vec![tag, Cell::muted(declared)])
}

fn export(ctx: &Ctx, row: &Found) -> Vec<Value> {
    [
        row.code.clone(),
        row.name.clone(),
        row.number.to_string(),
        status_words(ctx, &row.status, &row.missing_parts),
        parts(ctx, &row.missing_parts),
        parts(ctx, &row.unconfirmed_parts),
        row.service_level.to_string(),
    ]
    .map(Value::Text)
    .into()
}
