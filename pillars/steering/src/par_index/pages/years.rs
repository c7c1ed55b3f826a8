//! GET /chi-so-cchc/theo-nam: agencies of a level, year on year: the published indices beside each other and the last change.

use super::super::rules::dec::Dec;
use super::super::store::sheets;
use super::super::words::Writer;
use super::{ListView, ROOT, index, level_filter, level_of, tabs};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{self, ComputedSort, PAGE, sortable};
use std::collections::BTreeMap;
use ui::{Cell, Empty, Head, ListHead, Listing, Row};

/// Path of the list.
const PATH: &str = "/chi-so-cchc/theo-nam";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("co-quan", "par-index-head-agency"),
    ListHead { key: "gan-nhat", label: "par-index-head-last", sort: Some("gan-nhat"), numeric: true },
    ListHead::figure("truoc", "par-index-head-last-but-one"),
    ListHead { key: "thay-doi", label: "par-index-head-change", sort: Some("thay-doi"), numeric: true },
    ListHead::new("cac-nam", "par-index-head-years"),
];

const SORTS: [ComputedSort<Line>; 3] = [
    ComputedSort { name: "co-quan", key: |l| kernel::text::fold(&l.name) },
    ComputedSort { name: "gan-nhat", key: |l| sortable(l.last().map(|(_, i)| i as f64)) },
    ComputedSort { name: "thay-doi", key: |l| sortable(l.change().map(Dec::float)) },
];

/// An agency with its indices by year: (sheet, index).
struct Line {
    agency: i64,
    name: String,
    years: BTreeMap<i64, (i64, i64)>,
}

impl Line {
    fn nth_last(&self, back: usize) -> Option<(i64, i64)> {
        self.years.iter().rev().nth(back).map(|(year, (_, index))| (*year, *index))
    }

    fn last(&self) -> Option<(i64, i64)> {
        self.nth_last(0)
    }

    fn change(&self) -> Option<Dec> {
        let (last, before) = (self.nth_last(0)?, self.nth_last(1)?);
        Some(Dec(last.1).rounded(2) - Dec(before.1).rounded(2))
    }
}

/// The list, or its file.
pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let level = level_of(&query).unwrap_or("district");
    let directory = ctx.app.directory();
    let mut by_agency: BTreeMap<i64, Line> = BTreeMap::new();
    for sheet in sheets::published(&ctx.app.store, level).await? {
        // What is published is everybody's: an agency sees itself beside the others of its level.
        let Some(index) = sheet.final_index else { continue };
        let line = by_agency.entry(sheet.agency_id).or_insert_with(|| Line {
            agency: sheet.agency_id,
            name: directory.name(sheet.agency_id).to_owned(),
            years: BTreeMap::new(),
        });
        line.years.insert(sheet.year, (sheet.id, index));
    }
    let mut lines: Vec<Line> = by_agency.into_values().collect();
    lines.sort_by_cached_key(|l| kernel::text::fold(&l.name));
    let title = ctx.t("par-index-years-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "theo-nam",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![level_filter(&ctx, Some(level), false)],
        empty: Empty::new(ctx.t("par-index-ranking-none-title"), ctx.t("par-index-ranking-none")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        list::sorted(&mut lines, &query, &SORTS);
        return listing.export(kind, &lines, |line| values(&ctx, line)).await;
    }
    let found = list::page_of(lines, &query, &SORTS, PAGE, |line| line.agency);
    let mut table = listing.table(&found, |line| row(&ctx, line));
    table.caption_hidden = true;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("par-index-years-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, PATH),
        table,
    })
}

fn dated(writer: &Writer<'_>, of: Option<(i64, i64)>) -> String {
    of.map_or_else(|| "–".to_owned(), |(year, parts)| format!("{} ({year})", index(writer, Some(parts))))
}

fn changed(writer: &Writer<'_>, line: &Line) -> String {
    match line.change() {
        Some(change) if change.0 > 0 => format!("+{}", writer.dec(change)),
        change => writer.maybe(change),
    }
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    let writer = Writer::new(&ctx.locale);
    let years = line
        .years
        .iter()
        .map(|(year, (sheet, parts))| {
            Cell::link(format!("{ROOT}/ket-qua/{sheet}"), format!("{year}: {}", index(&writer, Some(*parts))))
        })
        .collect();
    Row::new(vec![
        Cell::text(line.name.clone()),
        Cell::number(dated(&writer, line.last())),
        Cell::number(dated(&writer, line.nth_last(1))),
        Cell::number(changed(&writer, line)),
        Cell::Stack(years),
    ])
}

fn values(ctx: &Ctx, line: &Line) -> Vec<Value> {
    let writer = Writer::new(&ctx.locale);
    let years =
        line.years.iter().map(|(year, (_, parts))| format!("{year}: {}", index(&writer, Some(*parts))));
    vec![
        Value::Text(line.name.clone()),
        Value::Text(dated(&writer, line.last())),
        Value::Text(dated(&writer, line.nth_last(1))),
        Value::Text(changed(&writer, line)),
        Value::Text(years.collect::<Vec<_>>().join("; ")),
    ]
}
