//! GET /ra-soat: the rows of all review plans of a year, by their last day.

use super::super::slice::{EDIT, VIEW};
use super::super::store::plans::{self, Item};
use super::{ListView, basis, tabs, vn, year, year_filter};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 7] = [
    ListHead::sorting("viec", "simplification-head-subject"),
    ListHead::sorting("co-quan", "simplification-head-agency"),
    ListHead::new("tu", "simplification-head-from"),
    ListHead::sorting("han", "simplification-head-to"),
    ListHead::new("can-cu", "simplification-head-basis"),
    ListHead::new("san-pham", "simplification-head-product"),
    ListHead::new("ket-qua", "simplification-head-done"),
];

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let list = narrowed(&ctx, &query, year);
    let held = query.get("ket-qua").unwrap_or_default();
    let results = [
        ("", "simplification-all"),
        ("xong", "simplification-done"),
        ("chua", "simplification-open"),
        ("qua-han", "simplification-overdue"),
    ];
    let results = results.map(|(value, key)| Choice::new(value, ctx.t(key), value == held)).into();
    let title = ctx.tn("simplification-plan-title", &[("year", year.to_string())]);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/ra-soat",
        id: "ra-soat",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("simplification-head-subject"), query.get("q").unwrap_or_default()),
            year_filter(&ctx, year),
            Filter::select("ket-qua", ctx.t("simplification-head-done"), results),
        ],
        empty: Empty::new(ctx.t("simplification-plan-empty"), ctx.t("simplification-plan-empty-text"))
            .with_action("/ra-soat/ung-vien", ctx.t("simplification-tab-candidates")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, item: &Item| Ok(values(ctx, item))).await;
    }
    let found = list.page::<Item>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |item| row(&ctx, item));
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("simplification-plan-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(EDIT) {
        head.actions =
            vec![Action::link("/ra-soat/viec/moi", ctx.t("simplification-item-new"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, "/ra-soat"), table })
}

/// The rows of a year's plans in the viewer's scope, under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query, year: i32) -> ListQuery<'static> {
    let mut list = plans::items();
    list.within(&ctx.scope(VIEW), "p.agency_id");
    list.and("p.year = ?", [i64::from(year).into()]);
    if let Some(typed) = query.get("q") {
        list.and("i.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(code) = query.get("co-quan") {
        let id = ctx.app.directory().by_code(code).map_or(0, |a| a.id);
        list.and("p.agency_id = ?", [id.into()]);
    }
    let today = ctx.today().to_string();
    match query.get("ket-qua") {
        Some("xong") => list.and("i.done_on IS NOT NULL", []),
        Some("chua") => list.and("i.done_on IS NULL", []),
        Some("qua-han") => list.and("i.done_on IS NULL AND i.to_on < ?", [today.into()]),
        _ => {}
    }
    list
}

/// Where a row stands, as a tag.
pub(super) fn standing(ctx: &Ctx, item: &Item) -> Tag {
    match &item.done_on {
        Some(day) => Tag::new(ctx.tn("simplification-done-on", &[("day", vn(day))]), Tone::Good),
        None if item.to_on < ctx.today().to_string() => Tag::new(ctx.t("simplification-overdue"), Tone::Bad),
        None => Tag::new(ctx.t("simplification-open"), Tone::Neutral),
    }
}

pub(super) fn row(ctx: &Ctx, item: &Item) -> Row {
    let subject = Cell::link(format!("/ra-soat/viec/{}", item.id), item.subject.clone());
    let agency = ctx.app.directory().short_name(item.agency_id).to_owned();
    let mut about = vec![subject, Cell::muted(item.procedure_code.clone())];
    if let Some(day) = &item.added_on {
        about.push(Cell::muted(ctx.tn("simplification-item-added", &[("day", vn(day))])));
    }
    Row::new(vec![
        Cell::Stack(about),
        Cell::link(format!("/ra-soat/ke-hoach/{}", item.plan_id), agency),
        Cell::moment(&item.from_on, vn(&item.from_on)),
        Cell::moment(&item.to_on, vn(&item.to_on)),
        Cell::from(basis(ctx, &item.basis)),
        Cell::from(item.product.clone()),
        Cell::Tag(standing(ctx, item)),
    ])
}

fn values(ctx: &Ctx, item: &Item) -> Vec<Value> {
    let subject = [item.procedure_code.as_str(), item.subject.as_str()];
    vec![
        Value::Text(subject.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" – ")),
        Value::Text(ctx.app.directory().name(item.agency_id).to_owned()),
        Value::day(&item.from_on),
        Value::day(&item.to_on),
        Value::Text(basis(ctx, &item.basis)),
        Value::Text(item.product.clone()),
        Value::Text(standing(ctx, item).text),
    ]
}
