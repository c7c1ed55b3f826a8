//! GET /danh-gia-giai-quyet/can-bo: the officials of one's scope in a period, for those who may see them.

use super::super::cards::{self, Officer};
use super::super::slice::OFFICERS;
use super::super::words;
use super::{ROOT, period_filter, period_of, tabs};
use axum::response::Response;
use kernel::Period;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{self, ComputedSort, PAGE, sortable};
use platform::{Ctx, Scope};
use std::collections::BTreeSet;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const PATH: &str = "/danh-gia-giai-quyet/can-bo";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "settlement-head-officer"),
    ListHead::new("co-quan", "settlement-head-agency"),
    ListHead { key: "ho-so", label: "settlement-head-dossiers", sort: Some("ho-so"), numeric: true },
    ListHead { key: "diem", label: "settlement-head-nine", sort: Some("diem"), numeric: true },
    ListHead::new("muc-do", "settlement-head-duty"),
];

const SORTS: [ComputedSort<(i64, Officer)>; 3] = [
    ComputedSort { name: "ten", key: |l| kernel::text::fold(&l.1.name) },
    ComputedSort { name: "ho-so", key: |l| sortable(Some(l.1.dossiers as f64)) },
    ComputedSort { name: "diem", key: |l| sortable(share(&l.1)) },
];

#[derive(askama::Template)]
#[template(path = "settlement/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

fn share(officer: &Officer) -> Option<f64> {
    let total = officer.card.total;
    (total.possible > 0).then(|| total.reached as f64 / total.possible as f64)
}

/// The list, or its file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let period = period_of(&ctx, &query);
    let scope = ctx.scope(OFFICERS);
    let asked = query.get("co-quan").map(|code| ctx.app.directory().by_code(code).map_or(0, |a| a.id));
    let narrowed = match asked {
        Some(agency) if scope.covers(agency) => Scope::Agencies(vec![agency]),
        Some(_) => Scope::None,
        None => scope.clone(),
    };
    let (_, mut officers) = cards::officers(&ctx.app, period, &narrowed, None).await?;
    officers.sort_by_cached_key(|o| (kernel::text::fold(&o.name), o.agency_id));
    let mut lines: Vec<(i64, Officer)> = (1..).zip(officers).collect();
    let filters =
        vec![period_filter(&ctx, period).await?, agency_filter(&ctx, &query, period, &scope).await?];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "can-bo",
        caption: ctx.tn("settlement-officers-caption", &[("period", words::period(&ctx.locale, period))]),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("settlement-officers-empty-title"), ctx.t("settlement-officers-empty")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        list::sorted(&mut lines, &query, &SORTS);
        return listing.export(kind, &lines, |(_, officer)| values(&ctx, officer)).await;
    }
    let found = list::page_of(lines, &query, &SORTS, PAGE, |(number, _)| *number);
    let table = listing.table(&found, |(_, officer)| row(&ctx, officer, period));
    let title = ctx.t("settlement-officers-title");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_crumb(ROOT, ctx.t("settlement-title")),
        head: Head { title, lead: ctx.t("settlement-officers-lead"), ..Head::default() },
        tabs: tabs(&ctx, PATH),
        table,
    })
}

/// The agencies of the scope that have officials in the period.
async fn agency_filter(ctx: &Ctx, query: &Query, period: Period, scope: &Scope) -> Result<Filter> {
    let (_, all) = cards::officers(&ctx.app, period, scope, None).await?;
    let ids: BTreeSet<i64> = all.iter().map(|o| o.agency_id).collect();
    let directory = ctx.app.directory();
    let chosen = query.get("co-quan").unwrap_or_default();
    let every = Choice::new("", ctx.t("settlement-all"), chosen.is_empty());
    let agencies = ids
        .into_iter()
        .filter_map(|id| directory.get(id))
        .map(|a| Choice::new(&a.code, &a.short_name, chosen == a.code));
    let options = std::iter::once(every).chain(agencies).collect();
    Ok(Filter::select("co-quan", ctx.t("settlement-head-agency"), options))
}

fn row(ctx: &Ctx, officer: &Officer, period: Period) -> Row {
    let href = format!("{PATH}/{}?ky={}", officer.account_id, period.code());
    // The dossiers counted are those of the third indicator at this agency.
    let list = format!("{PATH}/{}/ho-so", officer.account_id);
    let records = super::records::at_agency(ctx, &list, "d3", period, officer.agency_id);
    Row::new(vec![
        Cell::link(href, officer.name.clone()),
        Cell::text(ctx.app.directory().short_name(officer.agency_id)),
        Cell::link(records, ctx.locale.integer(officer.dossiers)),
        Cell::text(words::total(&ctx.locale, officer.card.total)),
        Cell::text(words::band(&ctx.locale, officer.card.band)),
    ])
}

fn values(ctx: &Ctx, officer: &Officer) -> Vec<Value> {
    vec![
        Value::Text(officer.name.clone()),
        Value::Text(ctx.app.directory().name(officer.agency_id).to_owned()),
        Value::Number(officer.dossiers as f64),
        Value::Text(words::total(&ctx.locale, officer.card.total)),
        Value::Text(words::band(&ctx.locale, officer.card.band)),
    ]
}
