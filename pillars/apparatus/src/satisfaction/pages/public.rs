//! GET /hai-long/cong-khai: what citizens said of each agency, published where enough answered.

use super::super::store;
use super::factors;
use super::rates::{self, AgencyRates};
use askama::Template;
use axum::response::Response;
use kernel::Period;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use platform::{Ctx, Scope};
use ui::{Action, ActionKind, Cell, Column, Empty, Figure, Head, Link, Page, Row, SortDir, Table};

#[derive(Template)]
#[template(path = "satisfaction/pages/public.html")]
struct View {
    page: Page,
    head: Head,
    figure: Option<Figure>,
    table: Table,
    definition: String,
}

/// Rates of every agency, or with `co-quan=` the factors of one.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let period = rates::period(&ctx, &query);
    let minimum = rates::minimum(&ctx)?;
    let directory = ctx.app.directory();
    let chosen = match query.get("co-quan") {
        Some(code) => Some(directory.by_code(code).ok_or(Error::NotFound)?),
        None => None,
    };
    let scope = chosen.map_or(Scope::All, |a| Scope::Agencies(vec![a.id]));
    let agencies = rates::by_agency(&ctx, period, &scope).await?;
    let total = rates::total(&agencies);
    let mut listed: Vec<(&AgencyRef, AgencyRates)> =
        agencies.into_iter().filter_map(|(id, r)| Some((directory.get(id)?, r))).collect();
    let sorted = sort(&mut listed, &query, minimum);
    if let Some(kind) = query.get("dang").and_then(Kind::from_code) {
        return file(&ctx, &listed, period, minimum).download(kind);
    }
    let (title, table) = match chosen {
        Some(agency) => (
            ctx.tn("satisfaction-public-title-of", &[("agency", agency.name.clone())]),
            factor_table(&ctx, &total, minimum, agency).await?,
        ),
        None => (ctx.t("satisfaction-public-title"), agency_table(&ctx, &listed, period, minimum, sorted)),
    };
    let mut table = table;
    table.filters = vec![rates::period_filter(&ctx, period).await?];
    let mut page = ui::page(&ctx, title.clone());
    if chosen.is_some() {
        page = page.with_crumb("/hai-long/cong-khai", ctx.t("satisfaction-public-title"));
    }
    let waves =
        Action::link("/hai-long/cong-khai/dot", ctx.t("satisfaction-waves-public"), ActionKind::Quiet);
    ui::html(&View {
        page,
        head: Head {
            title,
            lead: ctx.t("satisfaction-public-lead"),
            actions: vec![waves],
            ..Head::default()
        },
        figure: figure(&ctx, &total, period, minimum),
        table,
        definition: ctx.tn("satisfaction-definition-long", &[("minimum", minimum.to_string())]),
    })
}

fn figure(ctx: &Ctx, total: &AgencyRates, period: Period, minimum: i64) -> Option<Figure> {
    let rate = total.all.published(minimum)?;
    let words = ui::words(&ctx.locale);
    let mut figure =
        Figure::new(&words, ctx.t("satisfaction-indicator"), ctx.locale.digits().decimal(rate.percent), "%")
            .defined(ctx.t("satisfaction-definition"), rates::label(ctx, period));
    let interval = rates::interval(ctx, total.all, minimum);
    let interval = ctx.tn("satisfaction-interval-labelled", &[("interval", interval)]);
    figure.count_text = format!("{} · {interval}", rates::count_text(ctx, total.all));
    figure.href = "#co-quan-danh-sach".to_owned();
    figure.href_text = ctx.t("satisfaction-public-records");
    Some(figure)
}

/// Sorts as `sap=` asks (ten, ty-le, phieu; a minus turns it round); the sort in force.
fn sort(listed: &mut [(&AgencyRef, AgencyRates)], query: &Query, minimum: i64) -> (&'static str, SortDir) {
    let asked = query.get("sap").unwrap_or("ten");
    let (name, dir) = asked.strip_prefix('-').map_or((asked, SortDir::Up), |n| (n, SortDir::Down));
    listed.sort_by_cached_key(|(a, _)| kernel::text::fold(&a.short_name));
    let name = match name {
        "ty-le" => {
            let rate = |r: &AgencyRates| r.all.published(minimum).map_or(-1.0, |r| r.percent);
            listed.sort_by(|(_, a), (_, b)| rate(a).total_cmp(&rate(b)));
            "ty-le"
        }
        "phieu" => {
            listed.sort_by_key(|(_, r)| r.all.sheets);
            "phieu"
        }
        _ => "ten",
    };
    if dir == SortDir::Down {
        listed.reverse();
    }
    (name, dir)
}

fn agency_table(
    ctx: &Ctx,
    listed: &[(&AgencyRef, AgencyRates)],
    period: Period,
    minimum: i64,
    (sorted, dir): (&'static str, SortDir),
) -> Table {
    let caption = ctx.tn("satisfaction-summary-caption", &[("period", rates::label(ctx, period))]);
    let mut table = Table::new(&ui::words(&ctx.locale), "co-quan", caption);
    let ky = period.code();
    let column = |column: Column, name: &str| {
        let current = (name == sorted).then_some(dir);
        let turn = if current == Some(SortDir::Up) { "-" } else { "" };
        column.sorted(format!("/hai-long/cong-khai?ky={ky}&sap={turn}{name}"), current)
    };
    table.action = "/hai-long/cong-khai".to_owned();
    table.columns = vec![
        column(Column::new("co-quan", ctx.t("satisfaction-head-agency")), "ten"),
        column(Column::numeric("ty-le", ctx.t("satisfaction-head-rate")), "ty-le"),
        Column::numeric("khoang", ctx.t("satisfaction-head-interval")),
        column(Column::numeric("phieu", ctx.t("satisfaction-head-sheets")), "phieu"),
    ];
    table.rows = listed
        .iter()
        .map(|(agency, rates)| {
            Row::new(vec![
                Cell::link(format!("/hai-long/cong-khai?co-quan={}&ky={ky}", agency.code), &agency.name),
                rates::rate_cell(ctx, rates.all, minimum),
                Cell::from(rates::interval(ctx, rates.all, minimum)),
                Cell::number(ctx.locale.integer(rates.all.sheets)),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("satisfaction-list-empty-title"), ctx.t("satisfaction-summary-empty"));
    let export =
        |kind: &str| Link::new(format!("/hai-long/cong-khai?ky={ky}&dang={kind}"), kind.to_uppercase());
    table.exports = vec![export("csv"), export("xlsx")];
    table
}

async fn factor_table(ctx: &Ctx, rates: &AgencyRates, minimum: i64, agency: &AgencyRef) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "co-quan", ctx.t("satisfaction-public-factors"));
    table.action = "/hai-long/cong-khai".to_owned();
    table.hidden = vec![("co-quan".to_owned(), agency.code.clone())];
    table.columns = vec![
        Column::new("yeu-to", ctx.t("satisfaction-head-factor")),
        Column::numeric("ty-le", ctx.t("satisfaction-head-rate")),
        Column::numeric("khoang", ctx.t("satisfaction-head-interval")),
        Column::numeric("tra-loi", ctx.t("satisfaction-head-rated")),
    ];
    for (factor, name) in factors(ctx, &store::all_sets(&ctx.app.store).await?) {
        let standing = rates.factors.get(&factor).copied().unwrap_or_default();
        table.rows.push(Row::new(vec![
            Cell::text(name),
            rates::rate_cell(ctx, standing, minimum),
            Cell::from(rates::interval(ctx, standing, minimum)),
            Cell::number(ctx.locale.integer(standing.rated)),
        ]));
    }
    Ok(table)
}

fn file(ctx: &Ctx, listed: &[(&AgencyRef, AgencyRates)], period: Period, minimum: i64) -> Sheet {
    let heads = ["agency", "rate", "interval-low", "interval-high", "sheets"];
    let number = |n: f64| Value::Number(kernel::round1(n));
    let rows = listed.iter().map(|(agency, rates)| {
        let shown = match rates.all.published(minimum) {
            Some(rate) => [number(rate.percent), number(rate.low), number(rate.high)],
            None => [
                Value::Text(ctx.t("satisfaction-too-few")),
                Value::Text(String::new()),
                Value::Text(String::new()),
            ],
        };
        let mut cells = vec![Value::Text(agency.name.clone())];
        cells.extend(shown);
        cells.push(Value::Number(rates.all.sheets as f64));
        cells
    });
    Sheet {
        name: "su-hai-long-cong-khai".to_owned(),
        title: ctx.tn("satisfaction-summary-caption", &[("period", rates::label(ctx, period))]),
        heads: heads.map(|h| ctx.t(&format!("satisfaction-head-{h}"))).into(),
        rows: rows.collect(),
    }
}
