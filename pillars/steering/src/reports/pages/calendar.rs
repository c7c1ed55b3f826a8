//! GET /bao-cao-cchc/lich: what an agency owes and when, by the dated rules and by requests; POST /bao-cao-cchc/lap begins it.

use super::super::acts::{self, For};
use super::super::dated;
use super::super::rules::{Facts, Kind, Status, Window, days_late, status};
use super::super::slice::{EDIT, VIEW};
use super::super::store::reports::{self, Report};
use super::super::store::requests;
use super::super::words;
use super::{ListView, period_code, period_of, report_path, tabs};
use axum::response::Response;
use kernel::Day;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::{ComputedSort, page_of};
use platform::{App, Ctx};
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/bao-cao-cchc/lich";
/// Days back: what is overdue stays in sight.
const BACK: i64 = 60;
/// Rows on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ky", "reports-head-report"),
    ListHead::new("so-lieu", "reports-head-days"),
    ListHead::sorting("han", "reports-head-due"),
    ListHead::sorting("tinh-trang", "reports-head-status"),
    ListHead::new("lam", "reports-head-act"),
];

/// A report that an agency owes.
#[derive(Debug, Clone)]
pub struct Owed {
    /// Its period.
    pub window: Window,
    /// The request that asks for it; 0 where the rule does.
    pub request: i64,
    /// What the request is called.
    pub title: String,
    /// The report, where it was begun.
    pub report: Option<Report>,
    /// What Home Affairs calls it today.
    pub status: Status,
}

/// What an agency owes around a day, the soonest due first.
pub async fn owed(app: &App, agency: i64, today: Day) -> Result<Vec<Owed>> {
    let (from, to) = (today.plus_days(-BACK), today.plus_days(dated::ahead(app, today)?));
    let there = reports::of_agency(&app.store, agency, from, to).await?;
    let mut wanted: Vec<(Window, i64, String)> = Vec::new();
    for year in [today.year() - 1, today.year(), today.year() + 1] {
        for window in dated::windows(app, year)? {
            let near = from <= window.due && window.due <= to;
            if near && dated::owing(app, &app.store, &window).await?.contains(&agency) {
                wanted.push((window, 0, String::new()));
            }
        }
    }
    for request in requests::due_from(&app.store, from, 500).await? {
        if requests::agencies(&app.store, request.id).await?.contains(&agency) {
            let ((from, to), due) = (request.days()?, request.due()?);
            let window = Window { kind: Kind::AdHoc, year: to.year(), number: request.id, from, to, due };
            wanted.push((window, request.id, request.title));
        }
    }
    let mut found = Vec::new();
    for (window, request, title) in wanted {
        let report = there
            .iter()
            .find(|r| {
                (r.kind.as_str(), r.year, r.number)
                    == (window.kind.code(), i64::from(window.year), window.number)
            })
            .cloned();
        let facts = match &report {
            Some(report) => report.facts()?,
            None => Facts { state: None, sent: None, due: window.due, aggregated: false },
        };
        found.push(Owed { status: status(facts, today), window, request, title, report });
    }
    found.sort_by_key(|o| (o.window.due, o.window.kind, o.window.number));
    Ok(found)
}

/// The agency asked for, else the viewer's own, else the first of their scope.
fn agency_of(ctx: &Ctx, query: &Query) -> Result<AgencyRef> {
    let (scope, directory) = (ctx.scope(VIEW), ctx.app.directory());
    let asked = query.get("co-quan").and_then(|code| directory.by_code(code));
    let own = ctx.viewer()?.agency_id.and_then(|id| directory.get(id));
    let first = || directory.in_force(ctx.today()).find(|a| scope.covers(a.id));
    let found = asked.or(own).filter(|a| scope.covers(a.id)).or_else(first);
    found.cloned().ok_or(Error::NotFound)
}

/// Shows the calendar, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let agency = agency_of(&ctx, &query)?;
    let rows = owed(&ctx.app, agency.id, ctx.today()).await?;
    let title = ctx.tn("reports-calendar-title", &[("agency", agency.name.clone())]);
    let choices = ui::agency_choices(&ctx, &ctx.scope(VIEW), &agency.code)?;
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "lich-bao-cao",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select("co-quan", ctx.t("reports-head-agency"), choices)],
        empty: Empty::new(ctx.t("reports-calendar-empty"), ctx.t("reports-calendar-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &rows, |owed| values(&ctx, owed)).await;
    }
    let sorts = [
        ComputedSort {
            name: "ky",
            key: |o: &Owed| format!("{:?}{}{}", o.window.kind, o.window.year, o.window.number),
        },
        ComputedSort { name: "han", key: |o: &Owed| o.window.due.to_string() },
        ComputedSort { name: "tinh-trang", key: |o: &Owed| o.status.code().to_owned() },
    ];
    let found = page_of(rows, &query, &sorts, SIZE, |o| {
        i64::from(o.window.year) * 100_000 + o.window.number * 10 + o.window.kind as i64
    });
    let mut table = listing.table(&found, |owed| row(&ctx, &agency, owed));
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("reports-calendar-lead"), ..Head::new(title.clone()) };
    let page = ui::page(&ctx, title);
    ui::html(&ListView { page, head, tabs: tabs(&ctx, LIST), notes: Vec::new(), table })
}

fn name(ctx: &Ctx, owed: &Owed) -> String {
    if owed.request > 0 { owed.title.clone() } else { words::period(&ctx.locale, &owed.window) }
}

fn row(ctx: &Ctx, agency: &AgencyRef, owed: &Owed) -> Row {
    let (window, today) = (&owed.window, ctx.today());
    let name = name(ctx, owed);
    let first = match &owed.report {
        Some(report) => Cell::link(report_path(report.id), name.clone()),
        None if owed.request > 0 => {
            Cell::link(format!("/bao-cao-cchc/yeu-cau/{}", owed.request), name.clone())
        }
        None => Cell::text(name.clone()),
    };
    let mut due = vec![Cell::moment(window.due.to_string(), window.due.vn())];
    let sent = owed.report.as_ref().and_then(Report::sent);
    if let Some(late) = days_late(sent, window.due, today) {
        due.push(Cell::muted(ctx.tn("reports-days-late", &[("days", late.to_string())])));
    } else if sent.is_none() {
        let left = today.days_until(window.due);
        due.push(Cell::muted(ctx.tn("reports-days-left", &[("days", left.to_string())])));
    }
    let act = match &owed.report {
        Some(report) => Cell::link(report_path(report.id), ctx.t("reports-open")),
        None if ctx.may(EDIT, agency.id) && window.from <= today => {
            let mut cell = Cell::post("/bao-cao-cchc/lap", ctx.t("reports-begin"), name);
            if let Cell::Post(post) = &mut cell {
                post.hidden = vec![
                    ("co-quan".to_owned(), agency.code.clone()),
                    ("nam".to_owned(), window.year.to_string()),
                    ("ky".to_owned(), period_code(window)),
                    ("yeu-cau".to_owned(), owed.request.to_string()),
                ];
            }
            cell
        }
        None => Cell::Empty,
    };
    Row::new(vec![
        first,
        Cell::text(format!("{} – {}", window.from.vn(), window.to.vn())),
        Cell::Stack(due),
        Cell::Tag(words::status_tag(ctx, owed.status)),
        act,
    ])
}

fn values(ctx: &Ctx, owed: &Owed) -> Vec<Value> {
    let window = &owed.window;
    vec![
        Value::Text(name(ctx, owed)),
        Value::Text(format!("{} – {}", window.from.vn(), window.to.vn())),
        Value::Day(window.due),
        Value::Text(words::status_tag(ctx, owed.status).text),
        Value::Text(String::new()),
    ]
}

/// Begins a report; the one that was begun already is opened.
pub async fn begin(ctx: Ctx, form: Submitted) -> Result<Response> {
    let agency = ctx.app.directory().by_code(form.text("co-quan")).map(|a| a.id).ok_or(Error::NotFound)?;
    ctx.require(EDIT, agency)?;
    let what = match form.text("yeu-cau").parse::<i64>().unwrap_or(0) {
        0 => {
            let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=2100).contains(y));
            let (kind, number) = period_of(form.text("ky")).ok_or(Error::NotFound)?;
            let window = dated::window(&ctx.app, (kind, year.ok_or(Error::NotFound)?, number))?;
            if !dated::owing(&ctx.app, &ctx.app.store, &window).await?.contains(&agency) {
                return Err(Error::NotFound);
            }
            For::Period(window)
        }
        request => For::Request(request),
    };
    let author = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (id, new) = acts::begin(&ctx.app, &tx, agency, what, &author).await?;
    if !new {
        return Ok(redirect(&report_path(id), Some("reports-flash-there")));
    }
    tx.commit().await?;
    Ok(redirect(&report_path(id), Some("reports-flash-begun")))
}
