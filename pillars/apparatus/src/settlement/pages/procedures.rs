//! GET /danh-gia-giai-quyet/co-quan/{code}/thu-tuc: the procedures behind a figure of an agency.

use super::super::cards::{self, ProcedureLine};
use super::super::rules::ProcedureItem;
use super::super::slice::VIEW;
use super::super::words;
use super::{ROOT, agency_of, period_filter, period_of, tabs};
use axum::extract::Path;
use axum::response::Response;
use kernel::Period;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{self, ComputedSort, PAGE};
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const HEADS: [ListHead; 3] = [
    ListHead::sorting("ma", "settlement-head-procedure-code"),
    ListHead::sorting("ten", "settlement-head-procedure-name"),
    ListHead::sorting("dat", "settlement-head-value"),
];

const SORTS: [ComputedSort<(i64, ProcedureLine)>; 3] = [
    ComputedSort { name: "ma", key: |l| l.1.code.clone() },
    ComputedSort { name: "ten", key: |l| kernel::text::fold(&l.1.name) },
    ComputedSort { name: "dat", key: |l| i64::from(l.1.held).to_string() },
];

#[derive(askama::Template)]
#[template(path = "settlement/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// The list, or its file.
pub async fn show(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let agency = agency_of(&ctx, &code)?;
    ctx.require(VIEW, agency.id)?;
    let period = period_of(&ctx, &query);
    let item = query.get("muc").and_then(ProcedureItem::from_code).unwrap_or(ProcedureItem::Complete);
    let wanted = query.get("gia-tri").and_then(|v| v.parse::<i64>().ok()).map(|v| v > 0);
    let fitting = behind(&ctx, agency.id, period, item, wanted).await?;
    let mut lines: Vec<(i64, ProcedureLine)> = (1..).zip(fitting).collect();
    let path = format!("{ROOT}/co-quan/{}/thu-tuc", agency.code);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &path,
        id: "thu-tuc-can-cu",
        caption: ctx.tn(
            "settlement-records-caption",
            &[("item", item_name(&ctx, item)), ("period", words::period(&ctx.locale, period))],
        ),
        heads: &HEADS,
        filters: vec![
            period_filter(&ctx, period).await?,
            item_filter(&ctx, item),
            value_filter(&ctx, wanted),
        ],
        empty: Empty::new(ctx.t("settlement-procedures-empty-title"), ctx.t("settlement-procedures-empty")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        list::sorted(&mut lines, &query, &SORTS);
        return listing.export(kind, &lines, |(_, line)| values(&ctx, line)).await;
    }
    let found = list::page_of(lines, &query, &SORTS, PAGE, |(number, _)| *number);
    let table = listing.table(&found, |(_, line)| row(&ctx, line));
    let title = ctx.tn("settlement-procedures-title", &[("agency", agency.name.clone())]);
    ui::html(&View {
        page: ui::page(&ctx, title.clone())
            .with_crumb(format!("{ROOT}/co-quan/{}", agency.code), agency.name.clone()),
        head: Head { title, lead: ctx.t("settlement-procedures-lead"), ..Head::default() },
        tabs: tabs(&ctx, &path),
        table,
    })
}

/// The procedures behind a figure of an agency; only those that count, or do not, where one or the other is wanted.
pub(in crate::settlement) async fn behind(
    ctx: &Ctx,
    agency: i64,
    period: Period,
    item: ProcedureItem,
    wanted: Option<bool>,
) -> Result<Vec<ProcedureLine>> {
    let mut all = cards::procedures_of(&ctx.app, agency, period, item).await?;
    all.retain(|line| wanted.is_none_or(|wanted| wanted == line.held));
    Ok(all)
}

fn item_name(ctx: &Ctx, item: ProcedureItem) -> String {
    ctx.t(&format!("settlement-procedure-{}", item.code()))
}

fn item_filter(ctx: &Ctx, chosen: ProcedureItem) -> Filter {
    let items = ProcedureItem::ALL.map(|i| Choice::new(i.code(), item_name(ctx, i), i == chosen));
    Filter::select("muc", ctx.t("settlement-head-item"), items.into())
}

fn value_filter(ctx: &Ctx, wanted: Option<bool>) -> Filter {
    let options = vec![
        Choice::new("", ctx.t("settlement-value-all"), wanted.is_none()),
        Choice::new("1", ctx.t("settlement-counts-yes"), wanted == Some(true)),
        Choice::new("0", ctx.t("settlement-counts-no"), wanted == Some(false)),
    ];
    Filter::select("gia-tri", ctx.t("settlement-head-value"), options)
}

fn held(ctx: &Ctx, line: &ProcedureLine) -> String {
    ctx.t(if line.held { "settlement-counts-yes" } else { "settlement-counts-no" })
}

fn row(ctx: &Ctx, line: &ProcedureLine) -> Row {
    Row::new(vec![
        Cell::code(format!("/thu-tuc/{}", line.code), line.code.clone()),
        Cell::text(line.name.clone()),
        Cell::text(held(ctx, line)),
    ])
}

fn values(ctx: &Ctx, line: &ProcedureLine) -> Vec<Value> {
    vec![Value::Text(line.code.clone()), Value::Text(line.name.clone()), Value::Text(held(ctx, line))]
}
