//! GET /bao-cao-cchc/den-han: the reports that agencies owed in a year and whose last day is over, sent or not; figures of reviews
//! and of emulation lead here.

use super::super::rules::{Facts, Status, days_late, status};
use super::super::slice::VIEW;
use super::super::store::owed;
use super::super::store::reports::{self, Report};
use super::super::words::{self, day_cell};
use super::super::yearly::{self, Due};
use super::{ListView, agency_filter, report_path, tabs, with_all, year, year_choices};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::list::{ComputedSort, page_of, sortable};
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

pub(super) const LIST: &str = "/bao-cao-cchc/den-han";
/// Rows on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 6] = [
    ListHead::sorting("co-quan", "reports-head-agency"),
    ListHead::new("ky", "reports-head-report"),
    ListHead::sorting("han", "reports-head-due"),
    ListHead::sorting("gui", "reports-head-sent"),
    ListHead { key: "tre", label: "reports-head-late", sort: Some("tre"), numeric: true },
    ListHead::new("tinh-trang", "reports-head-status"),
];

/// GET /bao-cao-cchc/phai-gui/{id}: one that was owed: the report, where it was begun, else what its agency owed in the year.
pub async fn one(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let owed = owed::get(&ctx.app.store, id).await?;
    ctx.require(VIEW, owed.agency_id)?;
    let key = owed.key()?;
    let there = reports::of(&ctx.app.store, owed.agency_id, key, 0).await?;
    let directory = ctx.app.directory();
    let code = directory.get(owed.agency_id).map(|a| a.code.as_str()).unwrap_or_default();
    let to = there.map_or_else(|| super::due_path(key.1, code), |report| report_path(report.id));
    Ok(redirect(&to, None))
}

/// How a report came, as the filter names it, with its word.
const CAME: [(&str, &str); 3] = [
    ("dung-han", "reports-status-on-time"),
    ("tre", "reports-status-late"),
    ("chua-gui", "reports-status-overdue"),
];

struct Line {
    due: Due,
    name: String,
    late: Option<i64>,
    status: Status,
}

impl Line {
    fn came(&self) -> &'static str {
        match self.due.sent() {
            Some(_) if self.due.on_time() => "dung-han",
            Some(_) => "tre",
            None => "chua-gui",
        }
    }

    fn sent(&self) -> &str {
        self.due.report.as_ref().and_then(|r| r.sent_on.as_deref()).unwrap_or_default()
    }

    /// Tells one row of a year from another: an agency owes one report of a kind and number.
    fn id(&self) -> i64 {
        self.due.agency * 10_000_000 + self.due.window.number * 10 + self.due.window.kind as i64
    }
}

/// Shows them, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let mut lines = lines(&ctx, &query, year).await?;
    let (all, in_time) = (lines.len(), lines.iter().filter(|l| l.due.on_time()).count());
    if let Some(held) = query.get("ket-qua") {
        lines.retain(|l| l.came() == held);
    }
    let title = ctx.tn("reports-due-title", &[("year", year.to_string())]);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "bao-cao-den-han",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, year)?,
        empty: Empty::new(ctx.t("reports-due-empty"), ctx.t("reports-due-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, |line| values(&ctx, line)).await;
    }
    let sorts = [
        ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.name) },
        ComputedSort { name: "han", key: |l: &Line| l.due.window.due.to_string() },
        ComputedSort { name: "gui", key: |l: &Line| l.sent().to_owned() },
        ComputedSort { name: "tre", key: |l: &Line| sortable(l.late.map(|d| d as f64)) },
    ];
    let found = page_of(lines, &query, &sorts, SIZE, Line::id);
    let mut table = listing.table(&found, |line| row(&ctx, line));
    table.caption_hidden = true;
    let args = [("due", all.to_string()), ("on", in_time.to_string())];
    let head = Head { lead: ctx.tn("reports-due-lead", &args), ..Head::new(title.clone()) };
    let page = ui::page(&ctx, title);
    ui::html(&ListView { page, head, tabs: tabs(&ctx, LIST), notes: Vec::new(), table })
}

async fn lines(ctx: &Ctx, query: &Query, year: i32) -> Result<Vec<Line>> {
    let (scope, directory, today) = (ctx.scope(VIEW), ctx.app.directory(), ctx.today());
    let asked = query.get("co-quan").map(|code| directory.by_code(code).map_or(0, |a| a.id));
    let mut lines = Vec::new();
    for due in yearly::due(&ctx.app, year, today).await? {
        if !scope.covers(due.agency) || asked.is_some_and(|asked| asked != due.agency) {
            continue;
        }
        let facts = match &due.report {
            Some(report) => report.facts()?,
            None => Facts { state: None, sent: None, due: due.window.due, aggregated: false },
        };
        lines.push(Line {
            name: directory.name(due.agency).to_owned(),
            late: days_late(facts.sent, due.window.due, today),
            status: status(facts, today),
            due,
        });
    }
    Ok(lines)
}

fn filters(ctx: &Ctx, query: &Query, year: i32) -> Result<Vec<Filter>> {
    let held = query.get("ket-qua").unwrap_or_default();
    let came = CAME.map(|(code, word)| Choice::new(code, ctx.t(word), code == held));
    Ok(vec![
        Filter::select("nam", ctx.t("reports-head-year"), year_choices(ctx, year)),
        Filter::select("ket-qua", ctx.t("reports-head-status"), with_all(ctx, held, came)),
        agency_filter(ctx, query)?,
    ])
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    let window = &line.due.window;
    let period = words::period(&ctx.locale, window);
    let report = match &line.due.report {
        Some(Report { id, .. }) => Cell::link(report_path(*id), period),
        None if line.due.request > 0 => {
            Cell::link(format!("/bao-cao-cchc/yeu-cau/{}", line.due.request), period)
        }
        None => Cell::text(period),
    };
    Row::new(vec![
        Cell::text(line.name.clone()),
        report,
        Cell::moment(window.due.to_string(), window.due.vn()),
        day_cell(line.sent()),
        line.late.map_or(Cell::Empty, |days| Cell::number(ctx.locale.integer(days))),
        Cell::Tag(words::status_tag(ctx, line.status)),
    ])
}

fn values(ctx: &Ctx, line: &Line) -> Vec<Value> {
    vec![
        Value::Text(line.name.clone()),
        Value::Text(words::period(&ctx.locale, &line.due.window)),
        Value::Day(line.due.window.due),
        Value::day(line.sent()),
        line.late.map_or_else(|| Value::Text(String::new()), |days| Value::Number(days as f64)),
        Value::Text(words::status_tag(ctx, line.status).text),
    ]
}
