//! GET /dang-cho/co-quan: who is late, by agency: what waits there, how much of it is late or due within two weeks; every figure
//! leads to its list.

use super::lines::{MOST, named, narrowed, read};
use super::page::{PATH, kind_filter};
use super::rules::{COMING, Sum};
use super::slice::VIEW;
use super::tabs;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use std::collections::BTreeMap;
use ui::{Cell, Empty, Head, ListHead, Listing, Page, Row, Table};

const LIST: &str = "/dang-cho/co-quan";
/// Agencies on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 5] = [
    ListHead::sorting("co-quan", "waiting-head-agency"),
    ListHead { key: "tre", label: "waiting-head-late", sort: Some("tre"), numeric: true },
    ListHead { key: "lau-nhat", label: "waiting-head-worst", sort: Some("lau-nhat"), numeric: true },
    ListHead { key: "sap-den", label: "waiting-head-two-weeks", sort: Some("sap-den"), numeric: true },
    ListHead { key: "tat-ca", label: "waiting-head-all", sort: Some("tat-ca"), numeric: true },
];

#[derive(askama::Template)]
#[template(path = "waiting/page.html")]
struct View {
    page: Page,
    head: Head,
    tabs: ui::Tabs,
    table: Table,
}

struct Line {
    agency: i64,
    code: String,
    name: String,
    sum: Sum,
}

/// Shows the agencies, the latest first, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let (kinds, all, cut) = read(&ctx, &ctx.scope(VIEW)).await?;
    let mut sums: BTreeMap<i64, Sum> = BTreeMap::new();
    for line in narrowed(&ctx, &query, named(&ctx, &kinds, all).await?) {
        sums.entry(line.waiting.agency_id).or_default().add(line.late);
    }
    let directory = ctx.app.directory();
    let line = |(agency, sum): (i64, Sum)| {
        let code = directory.get(agency).map(|a| a.code.clone()).unwrap_or_default();
        Line { agency, code, name: directory.short_name(agency).to_owned(), sum }
    };
    let mut lines: Vec<Line> = sums.into_iter().map(line).collect();
    lines.sort_by(|a, b| b.sum.late.cmp(&a.sum.late).then_with(|| a.name.cmp(&b.name)));
    let late = lines.iter().filter(|l| l.sum.late > 0).count();
    let title = ctx.t("waiting-agencies-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "dang-cho-theo-co-quan",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![kind_filter(&ctx, &query, &kinds)],
        empty: Empty::new(ctx.t("waiting-empty"), ctx.t("waiting-agencies-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, values).await;
    }
    let sorts = [
        ComputedSort { name: "tre", key: |l: &Line| sortable(Some(l.sum.late as f64)) },
        ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.name) },
        ComputedSort { name: "lau-nhat", key: |l: &Line| sortable(Some(l.sum.worst as f64)) },
        ComputedSort { name: "sap-den", key: |l: &Line| sortable(Some(l.sum.coming as f64)) },
        ComputedSort { name: "tat-ca", key: |l: &Line| sortable(Some(l.sum.all as f64)) },
    ];
    let counts = [("late", late.to_string()), ("all", lines.len().to_string())];
    let kind = query.get("loai").map(|kind| format!("&loai={}", ui::platform_url(kind))).unwrap_or_default();
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.agency);
    let mut table = listing.table(&found, |l| row(&ctx, l, &kind));
    table.caption_hidden = true;
    let mut lead = ctx.tn("waiting-agencies-lead", &counts);
    if cut {
        lead = format!("{lead} {}", ctx.tn("waiting-cut", &[("most", ctx.locale.integer(MOST))]));
    }
    let head = Head { lead, ..Head::new(title.clone()) };
    ui::html(&View { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST)?, table })
}

fn row(ctx: &Ctx, line: &Line, kind: &str) -> Row {
    let list = |more: &str, count: i64| {
        let href = format!("{PATH}?co-quan={}&rieng=1{kind}{more}", ui::platform_url(&line.code));
        if count > 0 { Cell::link(href, ctx.locale.integer(count)) } else { Cell::number("0") }
    };
    Row::new(vec![
        Cell::text(line.name.clone()),
        list("&tre=late", line.sum.late),
        if line.sum.late > 0 {
            Cell::text(ctx.tn("waiting-tag-late", &[("days", line.sum.worst.to_string())]))
        } else {
            Cell::Empty
        },
        list(&format!("&trong={COMING}"), line.sum.coming),
        list("", line.sum.all),
    ])
}

fn values(line: &Line) -> Vec<Value> {
    let sum = &line.sum;
    let figures = [sum.late, sum.worst, sum.coming, sum.all].map(|n| Value::Number(n as f64));
    std::iter::once(Value::Text(line.name.clone())).chain(figures).collect()
}
