//! GET /bao-cao-cchc/bao-cao/{id}/tong-hop: what was summed up, report by report, for one row; who is missing.

use super::super::measuring::Whole;
use super::super::rules::sum;
use super::super::store::figures;
use super::super::words::{self, day_cell};
use super::{ListView, report_path, tabs};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

/// Reports on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 3] = [
    ListHead::sorting("co-quan", "reports-head-agency"),
    ListHead::new("nhan", "reports-head-accepted"),
    ListHead { key: "so", label: "reports-head-value", sort: Some("so"), numeric: true },
];

struct Line {
    agency: i64,
    name: String,
    report: Option<(i64, String)>,
    value: Option<i64>,
}

/// Shows them, or hands them over as a file.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let whole = Whole::load(&ctx.app, super::read_report(&ctx, id).await?).await?;
    let directory = ctx.app.directory();
    let counted = || whole.template.rows().filter(|r| r.share.is_none());
    let asked = query.get("dong").and_then(|code| counted().find(|r| r.code == code));
    let chosen = asked.or_else(|| counted().next()).map(|r| r.code.clone()).unwrap_or_default();
    let mut lines = Vec::new();
    let mut all = Vec::new();
    for report in &whole.below {
        let values = figures::values(&ctx.app.store, report.id, report.edition).await?;
        lines.push(Line {
            agency: report.agency_id,
            name: directory.name(report.agency_id).to_owned(),
            report: Some((report.id, report.decided_on.clone().unwrap_or_default())),
            value: values.get(&chosen).copied(),
        });
        all.push(values);
    }
    for agency in &whole.absent {
        let name = directory.name(*agency).to_owned();
        lines.push(Line { agency: *agency, name, report: None, value: None });
    }
    let path = format!("{}/tong-hop", report_path(id));
    let title = ctx.t("reports-below-title");
    let choice = |r: &super::super::rules::RowDef| {
        Choice::new(r.code.clone(), format!("{} {}", r.code, r.name), r.code == chosen)
    };
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &path,
        id: "tong-hop",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select("dong", ctx.t("reports-head-row"), counted().map(choice).collect())],
        empty: Empty::new(ctx.t("reports-below-empty"), ctx.t("reports-below-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, values).await;
    }
    let sorts = [
        ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.name) },
        ComputedSort { name: "so", key: |l: &Line| sortable(l.value.map(|v| v as f64)) },
    ];
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.agency);
    let mut table = listing.table(&found, |line| row(&ctx, line));
    table.caption_hidden = true;
    let caption = words::title(&ctx, &whole.report)?;
    let known = whole.known().get(&chosen).copied().unwrap_or_default();
    let shown = |value: Option<i64>| value.map_or_else(|| "–".to_owned(), |v| ctx.locale.integer(v));
    let args = [
        ("own", shown(known.own())),
        ("below", shown(sum(&all).get(&chosen).copied())),
        ("value", shown(known.value())),
    ];
    // Of nothing from below there is no sum to show.
    let notes = if whole.below.is_empty() { Vec::new() } else { vec![ctx.tn("reports-below-sum", &args)] };
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()).with_back(report_path(id), caption.clone()),
        head: Head { caption, lead: ctx.t("reports-below-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, super::PATH),
        notes,
        table,
    })
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    let (name, on) = match &line.report {
        Some((id, on)) => (Cell::link(report_path(*id), line.name.clone()), day_cell(on)),
        None => (Cell::text(line.name.clone()), Cell::muted(ctx.t("reports-absent"))),
    };
    let value = line.value.map_or(Cell::Empty, |v| Cell::number(ctx.locale.integer(v)));
    Row::new(vec![name, on, value])
}

fn values(line: &Line) -> Vec<Value> {
    vec![
        Value::Text(line.name.clone()),
        Value::day(line.report.as_ref().map(|r| r.1.as_str()).unwrap_or_default()),
        line.value.map_or_else(|| Value::Text(String::new()), |v| Value::Number(v as f64)),
    ]
}
