//! GET /bao-cao-cchc/tinh-hinh: for whoever receives reports: who owes one of a period, and where each stands; the late first.

use super::super::dated;
use super::super::rules::{Facts, Kind, Status, Window, days_late, status};
use super::super::slice::{RECEIVE, VIEW};
use super::super::store::reports::{self, Report};
use super::super::store::requests;
use super::super::words::{self, day_cell};
use super::{ListView, period_code, period_of, report_path, tabs, with_all, year, year_choices};
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/bao-cao-cchc/tinh-hinh";
/// Agencies on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 5] = [
    ListHead::sorting("co-quan", "reports-head-agency"),
    ListHead::new("nhan", "reports-head-receiver"),
    ListHead::sorting("tinh-trang", "reports-head-status"),
    ListHead::sorting("gui", "reports-head-sent"),
    ListHead { key: "tre", label: "reports-head-late", sort: Some("tre"), numeric: true },
];

struct Line {
    agency: i64,
    name: String,
    receiver: i64,
    report: Option<Report>,
    status: Status,
    late: Option<i64>,
}

/// The period asked for: a request, a named one, or the one of the year that is due next or was due last.
async fn asked(ctx: &Ctx, query: &Query) -> Result<(Window, i64)> {
    if let Some(request) = query.get("yeu-cau").and_then(|id| id.parse::<i64>().ok()) {
        let found = requests::get(&ctx.app.store, request).await?;
        let ((from, to), due) = (found.days()?, found.due()?);
        return Ok((Window { kind: Kind::AdHoc, year: to.year(), number: request, from, to, due }, request));
    }
    let windows = dated::windows(&ctx.app, year(ctx, query))?;
    let named = query.get("ky").and_then(period_of);
    let named =
        named.and_then(|(kind, number)| windows.iter().find(|w| w.kind == kind && w.number == number));
    let all = windows.iter().filter(|w| w.kind != Kind::Month);
    let near = all.min_by_key(|w| ctx.today().days_until(w.due).abs());
    named.or(near).or(windows.first()).map(|w| (*w, 0)).ok_or(Error::NotFound)
}

/// Shows the agencies, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let (window, request) = asked(&ctx, &query).await?;
    let mut lines = lines(&ctx, &window, request).await?;
    let (all, missing) = (lines.len(), lines.iter().filter(|l| l.status < Status::Late).count());
    if let Some(held) = query.get("tinh-trang") {
        lines.retain(|l| l.status.code() == held);
    }
    let period = words::period(&ctx.locale, &window);
    let title = ctx.tn("reports-standing-title", &[("period", period)]);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "tinh-hinh-bao-cao",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, &window, request)?,
        empty: Empty::new(ctx.t("reports-standing-empty"), ctx.t("reports-standing-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, |line| values(&ctx, line)).await;
    }
    let sorts = [
        ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.name) },
        ComputedSort { name: "tinh-trang", key: |l: &Line| l.status.code().to_owned() },
        ComputedSort { name: "gui", key: |l: &Line| sent(l).to_owned() },
        ComputedSort { name: "tre", key: |l: &Line| sortable(l.late.map(|d| d as f64)) },
    ];
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.agency);
    let mut table = listing.table(&found, |line| row(&ctx, line));
    table.caption_hidden = true;
    let args = [("due", window.due.vn()), ("missing", missing.to_string()), ("all", all.to_string())];
    let mut head = Head { lead: ctx.tn("reports-standing-lead", &args), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(RECEIVE) {
        let ask = Action::link("/bao-cao-cchc/yeu-cau/moi", ctx.t("reports-ask"), ActionKind::Quiet);
        head.actions = vec![ask];
    }
    let page = ui::page(&ctx, title);
    ui::html(&ListView { page, head, tabs: tabs(&ctx, LIST), notes: Vec::new(), table })
}

fn sent(line: &Line) -> &str {
    line.report.as_ref().and_then(|r| r.sent_on.as_deref()).unwrap_or_default()
}

async fn lines(ctx: &Ctx, window: &Window, request: i64) -> Result<Vec<Line>> {
    let (scope, directory, today) = (ctx.scope(VIEW), ctx.app.directory(), ctx.today());
    let owing = match request {
        0 => dated::owing(&ctx.app, &ctx.app.store, window).await?,
        request => requests::agencies(&ctx.app.store, request).await?,
    };
    let there = reports::of_period(&ctx.app.store, window.key(), request).await?;
    let mut lines = Vec::new();
    for agency in owing.into_iter().filter(|id| scope.covers(*id)) {
        let report = there.iter().find(|r| r.agency_id == agency).cloned();
        let facts = match &report {
            Some(report) => report.facts()?,
            None => Facts { state: None, sent: None, due: window.due, aggregated: false },
        };
        lines.push(Line {
            agency,
            name: directory.name(agency).to_owned(),
            receiver: match &report {
                Some(report) => report.receiver_id,
                None => dated::receiver(&ctx.app, agency, window.due)?,
            },
            late: days_late(facts.sent, window.due, today),
            status: status(facts, today),
            report,
        });
    }
    lines.sort_by(|a, b| a.status.cmp(&b.status).then_with(|| a.name.cmp(&b.name)));
    Ok(lines)
}

fn filters(ctx: &Ctx, query: &Query, window: &Window, request: i64) -> Result<Vec<Filter>> {
    let held = query.get("tinh-trang").unwrap_or_default();
    let statuses =
        Status::ALL.map(|s| Choice::new(s.code(), words::status_tag(ctx, s).text, s.code() == held));
    let status = Filter::select("tinh-trang", ctx.t("reports-head-status"), with_all(ctx, held, statuses));
    if request > 0 {
        let chosen = Choice::new(request.to_string(), words::period(&ctx.locale, window), true);
        return Ok(vec![Filter::select("yeu-cau", ctx.t("reports-head-request"), vec![chosen]), status]);
    }
    let periods = dated::windows(&ctx.app, window.year)?;
    let choice =
        |w: &Window| Choice::new(period_code(w), words::period(&ctx.locale, w), w.key() == window.key());
    Ok(vec![
        Filter::select("nam", ctx.t("reports-head-year"), year_choices(ctx, window.year)),
        Filter::select("ky", ctx.t("reports-head-period"), periods.iter().map(choice).collect()),
        status,
    ])
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    let name = match &line.report {
        Some(report) => Cell::link(report_path(report.id), line.name.clone()),
        None => Cell::text(line.name.clone()),
    };
    Row::new(vec![
        name,
        Cell::from(ctx.app.directory().short_name(line.receiver)),
        Cell::Tag(words::status_tag(ctx, line.status)),
        day_cell(sent(line)),
        line.late.map_or(Cell::Empty, |days| Cell::number(ctx.locale.integer(days))),
    ])
}

fn values(ctx: &Ctx, line: &Line) -> Vec<Value> {
    vec![
        Value::Text(line.name.clone()),
        Value::Text(ctx.app.directory().name(line.receiver).to_owned()),
        Value::Text(words::status_tag(ctx, line.status).text),
        Value::day(sent(line)),
        line.late.map_or_else(|| Value::Text(String::new()), |days| Value::Number(days as f64)),
    ]
}
