//! GET /chi-phi/tong-hop: the cost of each year by the accepted studies, and its change over what was studied in both years.

use super::super::rules::trend::{YearLine, trend};
use super::super::slice::VIEW;
use super::super::store;
use super::{amount, saving, tabs};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use ui::{Cell, Empty, Head, LineChart, ListHead, Listing, Markup, Page, Point, Row, Table, Tabs};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("nam", "compliance-cost-head-year"),
    ListHead { key: "tong", label: "compliance-cost-years-total", sort: Some("tong"), numeric: true },
    ListHead::figure("so", "compliance-cost-years-studies"),
    ListHead::figure("chung", "compliance-cost-years-alike"),
    ListHead::figure("giam", "compliance-cost-years-saved"),
    ListHead::figure("re-hon", "compliance-cost-years-cheaper"),
];

/// Years on one page.
const SIZE: usize = 25;

#[derive(askama::Template)]
#[template(path = "compliance_cost/pages/years.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    chart: Markup,
    definition: String,
    table: Table,
}

/// Shows the years, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let years = trend(&store::year_costs(&ctx.app.store, &ctx.scope(VIEW)).await?);
    let title = ctx.t("compliance-cost-years-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/chi-phi/tong-hop",
        id: "chi-phi-tong-hop",
        caption: title.clone(),
        heads: &HEADS,
        filters: Vec::new(),
        empty: Empty::new(ctx.t("compliance-cost-years-empty"), ctx.t("compliance-cost-years-empty-text"))
            .with_action("/chi-phi", ctx.t("compliance-cost-list-title")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &years, values).await;
    }
    let chart = chart(&ctx, &years);
    let sorts = [
        ComputedSort { name: "nam", key: |l: &YearLine| l.year.to_string() },
        ComputedSort { name: "tong", key: |l: &YearLine| sortable(Some(l.total.0 as f64)) },
    ];
    let found = page_of(years, &query, &sorts, SIZE, |l| l.year);
    let mut table = listing.table(&found, |line| row(&ctx, line));
    table.caption_hidden = true;
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("compliance-cost-years-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, "/chi-phi/tong-hop"),
        chart,
        definition: ctx.t("compliance-cost-years-definition"),
        table,
    })
}

/// Millions of đồng by year.
fn chart(ctx: &Ctx, years: &[YearLine]) -> Markup {
    let point = |line: &YearLine| {
        let count = u64::try_from(line.studies).unwrap_or_default();
        Point::new(line.year.to_string(), Some(line.total.0 as f64 / 1_000_000.0), Some(count))
    };
    if years.is_empty() {
        return Markup::default();
    }
    let chart = LineChart {
        id: "chi-phi-nam".to_owned(),
        title: ctx.t("compliance-cost-years-chart"),
        desc: ctx.t("compliance-cost-years-lead"),
        name: ctx.t("compliance-cost-years-total"),
        points: years.iter().map(point).collect(),
        unit: ctx.t("compliance-cost-million"),
        decimals: 1,
        ..LineChart::default()
    };
    chart.render(&ui::words(&ctx.locale))
}

fn row(ctx: &Ctx, line: &YearLine) -> Row {
    let records = format!("/chi-phi?nam={}&kich-ban=now&trang-thai=accepted", line.year);
    let (alike, saved) = match line.alike {
        Some((change, alike)) => (Cell::number(alike.to_string()), Cell::number(saving(ctx, change))),
        None => (Cell::Empty, Cell::Empty),
    };
    let cheaper = line.cheaper.map_or(Cell::Empty, |change| Cell::number(saving(ctx, change)));
    Row::new(vec![
        Cell::link(records, line.year.to_string()),
        Cell::number(amount(ctx, line.total.0)),
        Cell::number(line.studies.to_string()),
        alike,
        saved,
        cheaper,
    ])
}

fn values(line: &YearLine) -> Vec<Value> {
    let number = |n: usize| Value::Number(n as f64);
    let none = || Value::Text(String::new());
    vec![
        Value::Number(line.year as f64),
        Value::Number(line.total.0 as f64),
        number(line.studies),
        line.alike.map_or_else(none, |(_, alike)| number(alike)),
        line.alike.map_or_else(none, |(change, _)| Value::Number(change.saved().0 as f64)),
        line.cheaper.map_or_else(none, |change| Value::Number(change.saved().0 as f64)),
    ]
}
