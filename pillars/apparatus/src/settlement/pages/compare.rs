//! GET /danh-gia-giai-quyet: the agencies of one's scope side by side in a period, to sort, filter and take away.

use super::super::rules::Card;
use super::super::slice::VIEW;
use super::super::{cards, words};
use super::{ROOT, period_filter, period_of, tabs};
use axum::response::Response;
use kernel::Period;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{self, ComputedSort, PAGE, sortable};
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const HEADS: [ListHead; 5] = [
    ListHead::sorting("co-quan", "settlement-head-agency"),
    ListHead { key: "ho-so", label: "settlement-head-dossiers", sort: Some("ho-so"), numeric: true },
    ListHead { key: "diem", label: "settlement-head-nine", sort: Some("diem"), numeric: true },
    ListHead::new("xep-loai", "settlement-head-band"),
    ListHead { key: "chi-so", label: "settlement-head-index", sort: Some("chi-so"), numeric: true },
];

const SORTS: [ComputedSort<Line>; 4] = [
    ComputedSort { name: "co-quan", key: |l| kernel::text::fold(&l.name) },
    ComputedSort { name: "ho-so", key: |l| sortable(Some(l.card.dossiers as f64)) },
    ComputedSort { name: "diem", key: |l| sortable(share(l.card.total.reached, l.card.total.possible)) },
    ComputedSort { name: "chi-so", key: |l| sortable(share(l.card.reached(), l.card.possible())) },
];

/// Levels an agency may be of.
const LEVELS: [&str; 3] = ["city", "district", "commune"];

#[derive(askama::Template)]
#[template(path = "settlement/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// An agency with its evaluation.
pub struct Line {
    /// Its id.
    pub id: i64,
    code: String,
    name: String,
    /// Its evaluation.
    pub card: Card,
}

/// Reached of what could be, so that agencies with more and with less data can be sorted together.
fn share(reached: i64, possible: i64) -> Option<f64> {
    (possible > 0).then(|| reached as f64 / possible as f64)
}

/// The list, or its file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let period = period_of(&ctx, &query);
    let mut lines = lines(&ctx, &query, period).await?;
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: ROOT,
        id: "danh-gia",
        caption: ctx.tn("settlement-compare-caption", &[("period", words::period(&ctx.locale, period))]),
        heads: &HEADS,
        filters: vec![period_filter(&ctx, period).await?, level_filter(&ctx, &query)],
        empty: Empty::new(ctx.t("settlement-compare-empty-title"), ctx.t("settlement-compare-empty")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        list::sorted(&mut lines, &query, &SORTS);
        return listing.export(kind, &lines, |line| values(&ctx, line)).await;
    }
    let found = list::page_of(lines, &query, &SORTS, PAGE, |line| line.id);
    let table = listing.table(&found, |line| row(&ctx, line, period));
    let title = ctx.t("settlement-title");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("settlement-compare-lead"), ..Head::default() },
        tabs: tabs(&ctx, ROOT),
        table,
    })
}

/// The agencies of the viewer's scope with dossiers in a period, by name.
pub async fn lines(ctx: &Ctx, query: &Query, period: Period) -> Result<Vec<Line>> {
    let directory = ctx.app.directory();
    let cards = cards::load(&ctx.app, period, &ctx.scope(VIEW), None).await?;
    let level = query.get("cap").filter(|level| LEVELS.contains(level));
    let mut lines: Vec<Line> = cards
        .of
        .into_iter()
        .filter(|(_, card)| card.dossiers > 0)
        .filter_map(|(id, card)| {
            let agency = directory.get(id)?;
            let fits = level.is_none_or(|level| agency.level == level);
            fits.then(|| Line { id, code: agency.code.clone(), name: agency.name.clone(), card })
        })
        .collect();
    lines.sort_by_cached_key(|l| kernel::text::fold(&l.name));
    Ok(lines)
}

fn level_filter(ctx: &Ctx, query: &Query) -> Filter {
    let chosen = query.get("cap").unwrap_or_default();
    let all = Choice::new("", ctx.t("settlement-level-all"), chosen.is_empty());
    let levels =
        LEVELS.map(|level| Choice::new(level, ctx.t(&format!("settlement-level-{level}")), chosen == level));
    let options = std::iter::once(all).chain(levels).collect();
    Filter::select("cap", ctx.t("settlement-head-level"), options)
}

fn index(ctx: &Ctx, card: &Card) -> String {
    words::index_total(&ctx.locale, card.reached(), card.possible(), card.most())
}

fn row(ctx: &Ctx, line: &Line, period: Period) -> Row {
    let base = format!("{ROOT}/co-quan/{}", line.code);
    let dossiers = format!("{base}/ho-so?muc=q21&ky={}", period.code());
    Row::new(vec![
        Cell::link(format!("{base}?ky={}", period.code()), line.name.clone()),
        Cell::link(dossiers, ctx.locale.integer(line.card.dossiers)),
        Cell::text(words::total(&ctx.locale, line.card.total)),
        Cell::text(words::band(&ctx.locale, line.card.band)),
        Cell::text(index(ctx, &line.card)),
    ])
}

fn values(ctx: &Ctx, line: &Line) -> Vec<Value> {
    vec![
        Value::Text(line.name.clone()),
        Value::Number(line.card.dossiers as f64),
        Value::Text(words::total(&ctx.locale, line.card.total)),
        Value::Text(words::band(&ctx.locale, line.card.band)),
        Value::Text(index(ctx, &line.card)),
    ]
}
