//! GET /chi-so-cchc/bo-tieu-chi: the trees by year and level, which can be used and which lack maxima or criteria.

use super::super::slice::MANAGE;
use super::super::store::trees::{self, TreeRow};
use super::super::words::Writer;
use super::{ListView, TREES, level_filter, level_of, tabs, year_filter, year_of};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ten", "par-index-head-tree"),
    ListHead { key: "nam", label: "par-index-head-year", sort: Some("nam"), numeric: true },
    ListHead::sorting("cap", "par-index-head-level"),
    ListHead::figure("tieu-chi", "par-index-head-leaves"),
    ListHead::new("nguon", "par-index-head-source"),
    ListHead::new("trang-thai", "par-index-head-state"),
];

/// The list, or its file.
pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = trees::list();
    if let Some(typed) = query.get("q") {
        list.and("t.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(year) = year_of(&query) {
        list.and("t.year = ?", [i64::from(year).into()]);
    }
    if let Some(level) = level_of(&query) {
        list.and("t.level = ?", [level.into()]);
    }
    let title = ctx.t("par-index-trees-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: TREES,
        id: "bo-tieu-chi",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("par-index-head-tree"), query.get("q").unwrap_or_default()),
            year_filter(&ctx, year_of(&query)),
            level_filter(&ctx, level_of(&query), true),
        ],
        empty: Empty::new(ctx.t("par-index-trees-none-title"), ctx.t("par-index-trees-none")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, tree: &TreeRow| Ok(values(ctx, tree))).await;
    }
    let found = list.page::<TreeRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |tree| row(&ctx, tree));
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("par-index-trees-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(MANAGE) {
        let to = format!("{TREES}/nhap");
        head.actions = vec![Action::link(to, ctx.t("par-index-tree-import"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, TREES), table })
}

/// Whether a tree can be used.
pub(super) fn standing(ctx: &Ctx, tree: &TreeRow) -> Tag {
    if tree.ready && !tree.approved {
        Tag::new(ctx.t("par-index-tree-proposed"), Tone::Info)
    } else if tree.ready {
        Tag::new(ctx.t("par-index-tree-ready"), Tone::Good)
    } else {
        Tag::new(ctx.t("par-index-tree-lacking"), Tone::Warn)
    }
}

fn row(ctx: &Ctx, tree: &TreeRow) -> Row {
    let writer = Writer::new(&ctx.locale);
    let name = ctx.locale.pick(&tree.name, &tree.name_en).to_owned();
    Row::new(vec![
        Cell::Stack(vec![Cell::link(format!("{TREES}/{}", tree.id), name), Cell::muted(tree.code.clone())]),
        Cell::number(tree.year.to_string()),
        Cell::text(writer.level(&tree.level)),
        Cell::number(ctx.locale.integer(tree.leaves)),
        Cell::muted(tree.source.clone()),
        Cell::Tag(standing(ctx, tree)),
    ])
}

fn values(ctx: &Ctx, tree: &TreeRow) -> Vec<Value> {
    let writer = Writer::new(&ctx.locale);
    vec![
        Value::Text(tree.name.clone()),
        Value::Number(tree.year as f64),
        Value::Text(writer.level(&tree.level)),
        Value::Number(tree.leaves as f64),
        Value::Text(tree.source.clone()),
        Value::Text(standing(ctx, tree).text),
    ]
}
