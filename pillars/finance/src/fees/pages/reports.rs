//! GET /bao-cao-phi: what was taken in a time, by field, procedure or dossier (reports R10 to R12 of the one-stops' practice).

use super::parts::{self, Desk};
use crate::fees::slice::VIEW;
use crate::fees::store::{self, Total};
use axum::response::Response;
use contracts::procedures::Catalogue;
use kernel::Period;
use platform::Ctx;
use platform::error::Result;
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use std::sync::Arc;
use ui::{Cell, Choice, Column, Empty, Filter, Head, Link, Row, Table};

const PATH: &str = "/bao-cao-phi";
/// What a report is by.
const BY: [&str; 3] = ["linh-vuc", "thu-tuc", "ho-so"];
/// Rows a page of a report shows; the file has all of them.
const SHOWN: usize = 200;

/// The report.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let by = BY.into_iter().find(|b| Some(*b) == query.get("theo")).unwrap_or("linh-vuc");
    let period = period(&ctx, &query);
    let scope = ctx.scope(VIEW);
    let mut totals = store::totals(&ctx.app.store, by, period, &scope).await?;
    if by == "linh-vuc" {
        name_fields(&ctx, &mut totals).await?;
    }
    let title = ctx.t("fees-reports-title");
    if let Some(kind) = query.get("dang").and_then(Kind::from_code) {
        let heads = ["code", "name", "demands", "fee", "charge", "postage", "over", "taken"];
        let heads = heads.map(|h| ctx.t(&format!("fees-report-{h}"))).into();
        let rows = totals.iter().map(values).collect();
        return Sheet { name: format!("bao-cao-phi-{by}"), title, heads, rows }.download(kind);
    }
    let table = table(&ctx, by, period, &totals);
    let mut head = Head::new(title.clone());
    head.lead = ctx.tn("fees-reports-lead", &[("period", label(&ctx, period))]);
    ui::html(&Desk {
        page: ui::page(&ctx, title),
        head,
        tabs: parts::tabs(&ctx, PATH),
        sections: vec![parts::bare(ui::markup(&table))],
    })
}

/// Gives the fields the names that the procedures in force today have for them.
async fn name_fields(ctx: &Ctx, totals: &mut [Total]) -> Result<()> {
    let Ok(catalogue) = ctx.app.port::<Arc<dyn Catalogue>>() else { return Ok(()) };
    let versions = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    for total in totals {
        let field = versions.iter().map(|v| &v.body.field).find(|field| field.code == total.code);
        total.name = field.map(|field| field.name.clone()).unwrap_or_default();
    }
    Ok(())
}

/// The time asked for: this year's month so far unless the address names another.
pub fn period(ctx: &Ctx, query: &Query) -> Period {
    query.get("ky").and_then(|p| p.parse().ok()).unwrap_or_else(|| Period::month_of(ctx.today()))
}

/// A time in words.
pub fn label(ctx: &Ctx, period: Period) -> String {
    match ctx.locale.lang() {
        platform::messages::Lang::En => period.label_en(),
        platform::messages::Lang::Vi => period.label_vi(),
    }
}

/// Times to choose from: months of two years, the quarters and the years they lie in.
pub fn periods(ctx: &Ctx, period: Period, quarters_only: bool) -> Filter {
    let today = ctx.today();
    let mut all = Vec::new();
    let mut quarter = Period::quarter_of(today);
    for _ in 0..8 {
        all.push(quarter);
        quarter = quarter.previous();
    }
    if !quarters_only {
        let mut month = Period::month_of(today);
        for at in 0..12 {
            all.insert(at, month);
            month = month.previous();
        }
        let year = Period::year_of(today);
        all.extend([year, year.previous()]);
    }
    if !all.contains(&period) {
        all.insert(0, period);
    }
    let choices = all.into_iter().map(|p| Choice::new(p.code(), label(ctx, p), p == period)).collect();
    Filter::select("ky", ctx.t("fees-filter-period"), choices)
}

fn values(t: &Total) -> Vec<Value> {
    let mut row = vec![Value::Text(t.code.clone()), Value::Text(t.name.clone())];
    row.extend([t.demands, t.fee, t.charge, t.postage, t.over, t.taken].map(parts::number));
    row
}

fn table(ctx: &Ctx, by: &str, period: Period, totals: &[Total]) -> Table {
    let caption = format!("{} – {}", ctx.t(&format!("fees-by-{by}")), label(ctx, period));
    let mut table = Table::new(&ui::words(&ctx.locale), "bao-cao", caption);
    table.action = PATH.to_owned();
    table.columns = vec![
        Column::new("ma", ctx.t("fees-report-code")),
        Column::new("ten", ctx.t("fees-report-name")),
        Column::numeric("khoan", ctx.t("fees-report-demands")),
        Column::numeric("phi", ctx.t("fees-report-fee")),
        Column::numeric("le-phi", ctx.t("fees-report-charge")),
        Column::numeric("cuoc", ctx.t("fees-report-postage")),
        Column::numeric("thua", ctx.t("fees-report-over")),
        Column::numeric("tong", ctx.t("fees-report-taken")),
    ];
    let query = format!("tu={}&den={}&con=co", period.first(), period.last());
    table.rows = totals.iter().take(SHOWN).map(|t| row(ctx, by, &query, t)).collect();
    if totals.len() > SHOWN {
        table.export_note = ctx.tn("fees-reports-more", &[("shown", SHOWN.to_string())]);
    }
    if !totals.is_empty() {
        table.rows.push(sum(ctx, totals));
    }
    let choices = BY.map(|b| Choice::new(b, ctx.t(&format!("fees-by-{b}")), b == by)).into();
    table.filters =
        vec![Filter::select("theo", ctx.t("fees-filter-by"), choices), periods(ctx, period, false)];
    table.exports = ["csv", "xlsx"]
        .map(|kind| {
            Link::new(format!("{PATH}?theo={by}&ky={}&dang={kind}", period.code()), kind.to_uppercase())
        })
        .into();
    table.empty = Empty::new(ctx.t("fees-reports-empty"), ctx.t("fees-reports-empty-text"));
    table
}

fn row(ctx: &Ctx, by: &str, query: &str, t: &Total) -> Row {
    // Behind every figure stand the payments it was summed from.
    let href = format!("/giao-dich?{by}={}&{query}", ui::platform_url(&t.code));
    let mut cells = vec![
        Cell::link(href, t.code.clone()),
        t.name.clone().into(),
        Cell::number(ctx.locale.integer(t.demands)),
    ];
    cells.extend([t.fee, t.charge, t.postage, t.over, t.taken].map(|n| Cell::number(parts::dong(ctx, n))));
    Row::new(cells)
}

fn sum(ctx: &Ctx, totals: &[Total]) -> Row {
    let of = |part: fn(&Total) -> i64| totals.iter().map(part).sum::<i64>();
    let mut cells = vec![
        ctx.t("fees-report-all").into(),
        Cell::Empty,
        Cell::number(ctx.locale.integer(of(|t| t.demands))),
    ];
    let sums = [of(|t| t.fee), of(|t| t.charge), of(|t| t.postage), of(|t| t.over), of(|t| t.taken)];
    cells.extend(sums.map(|n| Cell::number(parts::dong(ctx, n))));
    Row::new(cells)
}
