//! GET /hai-long/tong-hop: rates by agency and factor in one's scope, with their uncertainty.

use super::super::rules::rate::Standing;
use super::super::slice::VIEW;
use super::super::store;
use super::rates::{self, AgencyRates};
use super::{factors, tabs};
use askama::Template;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use std::collections::BTreeMap;
use ui::{Cell, Column, Empty, Head, Link, Page, Row, Table, Tabs};

#[derive(Template)]
#[template(path = "satisfaction/pages/summary.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
    definition: String,
}

/// The table, or its file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let period = rates::period(&ctx, &query);
    let agencies = rates::by_agency(&ctx, period, &ctx.scope(VIEW)).await?;
    let factors = factors(&ctx, &store::all_sets(&ctx.app.store).await?);
    let minimum = rates::minimum(&ctx)?;
    let caption = ctx.tn("satisfaction-summary-caption", &[("period", rates::label(&ctx, period))]);
    if let Some(kind) = query.get("dang").and_then(Kind::from_code) {
        return file(&ctx, &agencies, &factors, minimum, caption).download(kind);
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "tong-hop", caption);
    table.action = "/hai-long/tong-hop".to_owned();
    table.filters = vec![rates::period_filter(&ctx, period).await?];
    table.columns = vec![
        Column::new("co-quan", ctx.t("satisfaction-head-agency")),
        Column::numeric("ty-le", ctx.t("satisfaction-head-rate")),
        Column::numeric("khoang", ctx.t("satisfaction-head-interval")),
        Column::numeric("phieu", ctx.t("satisfaction-head-sheets")),
        Column::numeric("tra-loi", ctx.t("satisfaction-head-rated")),
    ];
    table.columns.extend(factors.iter().map(|(_, name)| Column::numeric("", name)));
    let factor_keys: Vec<&str> = factors.iter().map(|(f, _)| f.as_str()).collect();
    if agencies.len() > 1 {
        let name = Cell::text(ctx.t("satisfaction-all-agencies"));
        table.rows.push(row(&ctx, name, &rates::total(&agencies), &factor_keys, minimum));
    }
    let directory = ctx.app.directory();
    for (id, rates) in &agencies {
        let code = directory.get(*id).map(|a| a.code.as_str()).unwrap_or_default();
        let href = format!("/hai-long?co-quan={code}");
        table.rows.push(row(&ctx, Cell::link(href, directory.short_name(*id)), rates, &factor_keys, minimum));
    }
    table.empty = Empty::new(ctx.t("satisfaction-list-empty-title"), ctx.t("satisfaction-summary-empty"));
    let export = |kind: &str| {
        Link::new(format!("/hai-long/tong-hop?ky={}&dang={kind}", period.code()), kind.to_uppercase())
    };
    table.exports = vec![export("csv"), export("xlsx")];
    let title = ctx.t("satisfaction-title");
    ui::html(&View {
        page: ui::page(&ctx, ctx.t("satisfaction-tab-summary")),
        head: Head { title, lead: ctx.t("satisfaction-summary-lead"), ..Head::default() },
        tabs: tabs(&ctx, "/hai-long/tong-hop"),
        table,
        definition: ctx.tn("satisfaction-definition-long", &[("minimum", minimum.to_string())]),
    })
}

fn row(ctx: &Ctx, name: Cell, rates: &AgencyRates, factors: &[&str], minimum: i64) -> Row {
    let mut cells = vec![
        name,
        rates::rate_cell(ctx, rates.all, minimum),
        Cell::from(rates::interval(ctx, rates.all, minimum)),
        Cell::number(ctx.locale.integer(rates.all.sheets)),
        Cell::number(ctx.locale.integer(rates.all.rated)),
    ];
    for factor in factors {
        let standing = rates.factors.get(*factor).copied().unwrap_or_default();
        cells.push(match standing.published(minimum) {
            Some(_) => rates::rate_cell(ctx, standing, minimum),
            None => Cell::Empty,
        });
    }
    Row::new(cells)
}

fn file(
    ctx: &Ctx,
    agencies: &BTreeMap<i64, AgencyRates>,
    factors: &[(String, String)],
    minimum: i64,
    title: String,
) -> Sheet {
    let directory = ctx.app.directory();
    let mut heads: Vec<String> = ["agency", "rate", "interval-low", "interval-high", "sheets", "rated"]
        .map(|h| ctx.t(&format!("satisfaction-head-{h}")))
        .into();
    heads.extend(factors.iter().map(|(_, name)| name.clone()));
    let shown = |standing: Standing, part: fn(super::super::rules::rate::Rate) -> f64| match standing
        .published(minimum)
    {
        Some(rate) => Value::Number(kernel::round1(part(rate))),
        None => Value::Text(String::new()),
    };
    let rows = agencies.iter().map(|(id, rates)| {
        let mut cells = vec![
            Value::Text(directory.name(*id).to_owned()),
            shown(rates.all, |r| r.percent),
            shown(rates.all, |r| r.low),
            shown(rates.all, |r| r.high),
            Value::Number(rates.all.sheets as f64),
            Value::Number(rates.all.rated as f64),
        ];
        let of = |factor: &String| rates.factors.get(factor).copied().unwrap_or_default();
        cells.extend(factors.iter().map(|(factor, _)| shown(of(factor), |r| r.percent)));
        cells
    });
    Sheet { name: "su-hai-long".to_owned(), title, heads, rows: rows.collect() }
}
