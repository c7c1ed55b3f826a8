//! /hai-long/cong-khai/dot: closed waves for everybody: the list, and the results of one by unit.

use super::super::super::rules::wave::WaveState;
use super::super::super::store::{self, Wave};
use super::super::super::waves;
use super::wave::{HEADS as RESULTS, SORTS, cells, found, kind_filter, of_kind, values};
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::{PAGE, page_of};
use platform::{Ctx, Scope};
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Page, Row, Table};

const LIST: &str = "/hai-long/cong-khai/dot";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "satisfaction-head-wave"),
    ListHead::sorting("nam", "satisfaction-head-year"),
    ListHead::sorting("tu", "satisfaction-head-first-on"),
    ListHead::sorting("den", "satisfaction-head-last-on"),
    ListHead::figure("don-vi", "satisfaction-head-units"),
];

#[derive(askama::Template)]
#[template(path = "satisfaction/pages/waves/public.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
    definition: String,
}

/// The list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::waves(&Scope::All);
    store::standing(&mut list, WaveState::Closed, ctx.today());
    if let Some(typed) = query.get("q") {
        list.and("w.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    let title = ctx.t("satisfaction-waves-public");
    let held = query.get("q").unwrap_or_default();
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "dot-khao-sat",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("satisfaction-head-wave"), held)],
        empty: Empty::new(ctx.t("satisfaction-waves-empty-title"), ctx.t("satisfaction-waves-public-empty")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |_, wave: &Wave| Ok(line(wave))).await;
    }
    let shown = list.page::<Wave>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&shown, |wave| row(&ctx, wave));
    table.caption_hidden = true;
    ui::html(&View {
        page: ui::page(&ctx, title.clone())
            .with_crumb("/hai-long/cong-khai", ctx.t("satisfaction-public-title")),
        head: Head { lead: ctx.t("satisfaction-waves-public-lead"), ..Head::new(title) },
        table,
        definition: String::new(),
    })
}

fn row(ctx: &Ctx, wave: &Wave) -> Row {
    Row::new(vec![
        Cell::link(format!("{LIST}/{}", wave.id), wave.name.clone()),
        Cell::text(wave.year.to_string()),
        Cell::moment(&wave.first_on, ui::vn_day(&wave.first_on)),
        Cell::moment(&wave.last_on, ui::vn_day(&wave.last_on)),
        Cell::number(ctx.locale.integer(wave.units)),
    ])
}

fn line(wave: &Wave) -> Vec<Value> {
    vec![
        Value::Text(wave.name.clone()),
        Value::Number(wave.year as f64),
        Value::day(&wave.first_on),
        Value::day(&wave.last_on),
        Value::Number(wave.units as f64),
    ]
}

/// The results of one.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let wave = store::wave(&ctx.app.store, id).await?;
    if wave.closed_at.is_none() {
        return Err(Error::NotFound);
    }
    let reading = waves::reading(&ctx.app.store, &ctx.app.profiles(), &wave).await?;
    let units = store::wave_units(&ctx.app.store, id).await?;
    let rows = of_kind(&ctx, found(&ctx, &reading, &units), &query);
    let here = format!("{LIST}/{id}");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &here,
        id: "ket-qua",
        caption: ctx.t("satisfaction-wave-results"),
        heads: &RESULTS,
        filters: vec![kind_filter(&ctx, &query)],
        empty: Empty::new(ctx.t("satisfaction-list-empty-title"), ctx.t("satisfaction-wave-no-results")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &rows, |found| values(&ctx, found)).await;
    }
    let shown = page_of(rows, &query, &SORTS, PAGE, |found| found.agency_id);
    let table = listing.table(&shown, |found| {
        let name = Cell::text(ctx.app.directory().name(found.agency_id));
        Row::new(cells(&ctx, name, found))
    });
    let (first, last) = wave.days()?;
    let days = ctx.tn("satisfaction-wave-days", &[("first", first.vn()), ("last", last.vn())]);
    ui::html(&View {
        page: ui::page(&ctx, wave.name.clone()).with_crumb(LIST, ctx.t("satisfaction-waves-public")),
        head: Head { lead: days, ..Head::new(wave.name.clone()) },
        table,
        definition: ctx.tn("satisfaction-wave-definition", &[("minimum", reading.minimum.to_string())]),
    })
}
