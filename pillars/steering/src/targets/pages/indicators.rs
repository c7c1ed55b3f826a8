//! /chi-so: every indicator that the slices declare, in words: what it counts, which way is better, who owns it.

use super::super::board;
use super::super::series;
use super::super::words::Writer;
use contracts::programme::Measure;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::indicators::{Better, Indicator, Timing};
use platform::list::{ComputedSort, PAGE, page_of, sorted};
use ui::{Cell, Filter, ListHead, Row};

#[derive(askama::Template)]
#[template(path = "targets/pages/indicators.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

/// Path of the list.
const PATH: &str = "/chi-so";

/// An indicator with what is said of it.
struct Line {
    place: i64,
    indicator: &'static Indicator,
    slice: &'static str,
    name: String,
    definition: String,
    made: String,
    better: String,
    timing: String,
}

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ten", "targets-indicator"),
    ListHead::new("dinh-nghia", "targets-indicator-definition"),
    ListHead::sorting("cach-tinh", "targets-indicator-made"),
    ListHead::sorting("chieu", "targets-indicator-better"),
    ListHead::sorting("mang", "targets-indicator-owner"),
    ListHead::new("chi-tieu", "targets-indicator-used"),
];

const SORTS: [ComputedSort<Line>; 4] = [
    ComputedSort { name: "ten", key: |l| kernel::text::fold(&l.name) },
    ComputedSort { name: "cach-tinh", key: |l| kernel::text::fold(&l.made) },
    ComputedSort { name: "chieu", key: |l| kernel::text::fold(&l.better) },
    ComputedSort { name: "mang", key: |l| owner(l) },
];

/// Where one indicator of the list is shown.
pub(super) fn href(code: &str) -> String {
    format!("{PATH}?ma={code}")
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let mut lines = lines(&ctx);
    if let Some(typed) = query.get("q").map(kernel::text::fold) {
        lines.retain(|l| kernel::text::fold(&format!("{} {}", l.name, l.definition)).contains(&typed));
    }
    if let Some(code) = query.get("ma") {
        lines.retain(|l| l.indicator.code == code);
    }
    let title = ctx.t("targets-indicators-title");
    let listing = ui::Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "chi-so",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("targets-indicator-words"), query.get("q").unwrap_or_default()),
            Filter::text("ma", ctx.t("targets-indicator-code"), query.get("ma").unwrap_or_default()),
        ],
        empty: ui::Empty::new(ctx.t("targets-indicators-none-title"), ctx.t("targets-indicators-none"))
            .with_action(PATH, ctx.t("targets-indicators-all")),
    };
    if let Some(kind) = ui::Listing::export_kind(&query) {
        sorted(&mut lines, &query, &SORTS);
        return listing.export(kind, &lines, |l| values(&ctx, &measures, l)).await;
    }
    let found = page_of(lines, &query, &SORTS, PAGE, |l| l.place);
    let mut table = listing.table(&found, |l| row(&ctx, &measures, l));
    table.caption_hidden = true;
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back("/muc-tieu", ctx.t("targets-title")),
        head: ui::Head { lead: ctx.t("targets-indicators-lead"), ..ui::Head::new(title) },
        table,
    })
}

fn lines(ctx: &Ctx) -> Vec<Line> {
    let writer = Writer::new(&ctx.locale);
    let better = |up| if up { "targets-better-up" } else { "targets-better-down" };
    let timing = |stock| if stock { "targets-timing-stock" } else { "targets-timing-flow" };
    let line = |(place, (slice, indicator)): (i64, (&'static str, &'static Indicator))| Line {
        place,
        indicator,
        slice,
        name: ctx.t(indicator.name),
        definition: ctx.t(indicator.definition),
        made: writer.made(indicator.measure),
        better: ctx.t(better(indicator.better == Better::Up)),
        timing: ctx.t(timing(indicator.timing == Timing::Stock)),
    };
    (1i64..).zip(series::indicators(&ctx.app)).map(line).collect()
}

fn owner(line: &Line) -> String {
    format!("{} · {}", line.slice, line.indicator.code)
}

/// The programme's measures that read an indicator.
fn used<'a>(measures: &'a [Measure], line: &Line) -> impl Iterator<Item = &'a Measure> {
    let code = line.indicator.code;
    measures.iter().filter(move |m| m.indicator.as_deref() == Some(code))
}

fn row(ctx: &Ctx, measures: &[Measure], line: &Line) -> Row {
    let writer = Writer::new(&ctx.locale);
    let link =
        |m: &Measure| Cell::link(format!("/muc-tieu/{}", m.slug), format!("{} {}", m.code, writer.name(m)));
    let used: Vec<Cell> = used(measures, line).map(link).collect();
    Row::new(vec![
        line.name.clone().into(),
        line.definition.clone().into(),
        Cell::Stack(vec![line.made.clone().into(), Cell::muted(line.timing.clone())]),
        line.better.clone().into(),
        Cell::muted(owner(line)),
        if used.is_empty() { Cell::Empty } else { Cell::Stack(used) },
    ])
}

fn values(ctx: &Ctx, measures: &[Measure], line: &Line) -> Vec<Value> {
    let writer = Writer::new(&ctx.locale);
    let used: Vec<String> = used(measures, line).map(|m| format!("{} {}", m.code, writer.name(m))).collect();
    vec![
        Value::Text(line.name.clone()),
        Value::Text(line.definition.clone()),
        Value::Text(format!("{}; {}", line.made, line.timing)),
        Value::Text(line.better.clone()),
        Value::Text(owner(line)),
        Value::Text(used.join("; ")),
    ]
}
