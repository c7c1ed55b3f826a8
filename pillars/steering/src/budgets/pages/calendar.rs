//! GET /ngan-sach-cchc/lich: the year of the budget as dated data: who does what until when, how many kept it, who is late.

use super::super::dated;
use super::super::rules::{Check, Milestone, Punctual, punctual};
use super::super::slice::{EDIT, VIEW};
use super::super::store::budgets::{self, Budget};
use super::super::words::{self, day_cell};
use super::{ListView, PATH, budget_path, tabs, year, year_choices};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of};
use std::collections::BTreeMap;
use ui::{Cell, Column, Empty, Filter, Head, ListHead, Listing, Row, Table};

const LIST: &str = "/ngan-sach-cchc/lich";
const MISSING: &str = "/ngan-sach-cchc/lich/chua-xong";

/// An agency and how it kept a day.
struct Kept {
    /// The agency.
    agency: i64,
    /// Its budget, where it has one.
    budget: Option<Budget>,
    /// The day it was done.
    done: Option<Day>,
    /// Whether that was in time.
    punctual: Punctual,
}

/// The day a budget met a check.
fn done(budget: &Budget, check: Check) -> Option<Day> {
    let on = match check {
        Check::Submitted => &budget.first_submitted_on,
        Check::Decided => &budget.decided_on,
        Check::Allocated => &budget.allocated_on,
        Check::Settled => &budget.settled_on,
    };
    on.as_deref()?.parse().ok()
}

/// How each agency of the viewer's scope that owes an estimate of a year kept a day of its calendar.
async fn kept(ctx: &Ctx, year: i32, (check, due): (Check, Day)) -> Result<Vec<Kept>> {
    let kinds = dated::owing_kinds(&ctx.app, ctx.today())?;
    let mut known: BTreeMap<i64, Budget> =
        budgets::of_year(&ctx.app.store, year).await?.into_iter().map(|b| (b.agency_id, b)).collect();
    let (scope, directory) = (ctx.scope(VIEW), ctx.app.directory());
    let owing = directory
        .in_force(due.min(ctx.today()))
        .filter(|a| scope.covers(a.id) && (kinds.contains(&a.kind) || known.contains_key(&a.id)));
    let agencies: Vec<i64> = owing.map(|a| a.id).collect();
    let found = agencies.into_iter().map(|agency| {
        let budget = known.remove(&agency);
        let done = budget.as_ref().and_then(|b| done(b, check));
        Kept { agency, budget, done, punctual: punctual(due, done, ctx.today()) }
    });
    Ok(found.collect())
}

/// Shows the calendar of a year.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let calendar = dated::calendar(&ctx.app, year)?;
    let mut table = Table::new(&ui::words(&ctx.locale), "lich-ngan-sach", ctx.t("budgets-tab-calendar"));
    table.caption_hidden = true;
    table.action = LIST.to_owned();
    table.filters = vec![Filter::select("nam", ctx.t("budgets-head-year"), year_choices(&ctx, year))];
    table.columns = vec![
        Column::new("ngay", ctx.t("budgets-head-day")),
        Column::new("viec", ctx.t("budgets-head-what")),
        Column::new("ai", ctx.t("budgets-head-who")),
        Column::new("can-cu", ctx.t("budgets-head-ground")),
        Column::new("tinh-hinh", ctx.t("budgets-head-kept")),
    ];
    let mut days: Vec<(Day, &Milestone)> = calendar.iter().filter_map(|m| Some((m.day(year)?, m))).collect();
    days.sort_by_key(|(day, _)| *day);
    for (day, milestone) in days {
        table.rows.push(row(&ctx, year, (day, milestone)).await?);
    }
    table.empty = Empty::new(ctx.t("budgets-calendar-empty"), ctx.t("budgets-calendar-empty-text"));
    let title = ctx.tn("budgets-calendar-title", &[("year", year.to_string())]);
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("budgets-calendar-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, LIST),
        notes: Vec::new(),
        charts: Vec::new(),
        tables: vec![table],
    })
}

async fn row(ctx: &Ctx, year: i32, (day, milestone): (Day, &Milestone)) -> Result<Row> {
    let confirmed = if milestone.confirmed { "budgets-confirmed" } else { "budgets-unconfirmed" };
    let standing = match milestone.check {
        None => Cell::muted(ctx.t("budgets-outside-system")),
        Some(check) => {
            let all = kept(ctx, year, (check, day)).await?;
            let open = |k: &&Kept| matches!(k.punctual, Punctual::Late | Punctual::Open);
            let missing = all.iter().filter(open).count();
            let args = [("done", (all.len() - missing).to_string()), ("all", all.len().to_string())];
            let mut cells = vec![Cell::link(
                format!("{MISSING}?nam={year}&viec={}", check.code()),
                ctx.tn("budgets-kept", &args),
            )];
            let late = all.iter().filter(|k| k.punctual == Punctual::Late).count();
            if late > 0 {
                cells.push(Cell::Tag(ui::Tag::new(
                    ctx.tn("budgets-late", &[("count", late.to_string())]),
                    ui::Tone::Bad,
                )));
            }
            Cell::Stack(cells)
        }
    };
    Ok(Row::new(vec![
        Cell::moment(day.to_string(), day.vn()),
        Cell::text(ctx.locale.pick(&milestone.what, &milestone.what_en)),
        Cell::text(ctx.locale.pick(&milestone.who, &milestone.who_en)),
        Cell::Stack(vec![Cell::text(milestone.ground.clone()), Cell::muted(ctx.t(confirmed))]),
        standing,
    ]))
}

const HEADS: [ListHead; 4] = [
    ListHead::sorting("co-quan", "budgets-head-agency"),
    ListHead::new("du-toan", "budgets-head-budget"),
    ListHead::sorting("xong", "budgets-head-done"),
    ListHead::sorting("tinh-hinh", "budgets-head-kept"),
];

/// What needs an eye comes first.
fn rank(kept: &Kept) -> u8 {
    match kept.punctual {
        Punctual::Late => 0,
        Punctual::Open => 1,
        Punctual::DoneLate => 2,
        Punctual::InTime => 3,
    }
}

/// Who kept a day of the calendar and who did not, the late ones first.
pub async fn missing(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let check = query.get("viec").and_then(Check::from_code).unwrap_or(Check::Submitted);
    let due = dated::last_day(&ctx.app, year, check)?.ok_or(Error::NotFound)?;
    let rows = kept(&ctx, year, (check, due)).await?;
    let word = ctx.t(&format!("budgets-check-{}", check.code()));
    let args = [("what", word), ("year", year.to_string()), ("due", due.vn())];
    let title = ctx.tn("budgets-kept-title", &args);
    let checks = [Check::Submitted, Check::Decided, Check::Allocated, Check::Settled]
        .map(|c| (c.code().to_owned(), ctx.t(&format!("budgets-check-{}", c.code()))));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: MISSING,
        id: "han-ngan-sach",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::select("nam", ctx.t("budgets-head-year"), year_choices(&ctx, year)),
            super::one_of(&ctx, &query, ("viec", "budgets-head-what"), checks),
        ],
        empty: Empty::new(ctx.t("budgets-kept-empty"), ctx.t("budgets-kept-empty-text")),
    };
    let directory = ctx.app.directory();
    if let Some(kind) = Listing::export_kind(&query) {
        let values = |k: &Kept| {
            vec![
                Value::Text(directory.name(k.agency).to_owned()),
                Value::Text(if k.budget.is_some() { year.to_string() } else { String::new() }),
                Value::day(&k.done.map(|d| d.to_string()).unwrap_or_default()),
                Value::Text(words::punctual(&ctx, k.punctual).text),
            ]
        };
        return listing.export(kind, &rows, values).await;
    }
    let sorts = [
        ComputedSort { name: "tinh-hinh", key: |k: &Kept| rank(k).to_string() },
        ComputedSort { name: "co-quan", key: |k: &Kept| format!("{:012}", k.agency) },
        ComputedSort { name: "xong", key: |k: &Kept| k.done.map(|d| d.to_string()).unwrap_or_default() },
    ];
    let found = page_of(rows, &query, &sorts, 50, |k| k.agency);
    let mut table = listing.table(&found, |k| {
        let budget = match &k.budget {
            Some(b) => Cell::link(budget_path(b.id), ctx.tn("budgets-year", &[("year", year.to_string())])),
            None if ctx.may(EDIT, k.agency) => {
                let code = directory.get(k.agency).map(|a| a.code.clone()).unwrap_or_default();
                let href = format!("{PATH}/lap?nam={year}&co-quan={}", ui::platform_url(&code));
                Cell::link(href, ctx.t("budgets-begin"))
            }
            None => Cell::Empty,
        };
        Row::new(vec![
            Cell::text(directory.name(k.agency)),
            budget,
            day_cell(k.done.map(|d| d.to_string()).as_deref()),
            Cell::Tag(words::punctual(&ctx, k.punctual)),
        ])
    });
    table.caption_hidden = true;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()).with_back(LIST, ctx.t("budgets-tab-calendar")),
        head: Head { lead: ctx.t("budgets-kept-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, LIST),
        notes: Vec::new(),
        charts: Vec::new(),
        tables: vec![table],
    })
}
