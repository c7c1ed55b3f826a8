//! GET /ke-hoach-cchc/co-quan: for Home Affairs: where each agency stands with its plan of a period and how far it is.

use super::super::dated;
use super::super::rules::{PlanStanding, Span, Tally, plan_standing, standing, tally};
use super::super::slice::{EDIT, VIEW};
use super::super::store::plans::{self, Plan};
use super::super::store::tasks;
use super::super::words::{self, day_cell};
use super::{ListView, plan_path, tabs, with_all, year, year_filter};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use std::collections::BTreeMap;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/ke-hoach-cchc/co-quan";
/// Agencies on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 7] = [
    ListHead::sorting("co-quan", "plans-head-agency"),
    ListHead::sorting("tinh-trang", "plans-head-plan-standing"),
    ListHead::new("han", "plans-head-due"),
    ListHead::sorting("trinh", "plans-head-submitted"),
    ListHead::figure("viec", "plans-head-tasks"),
    ListHead { key: "xong", label: "plans-head-done-share", sort: Some("xong"), numeric: true },
    ListHead { key: "qua-han", label: "plans-head-overdue", sort: Some("qua-han"), numeric: true },
];

struct Line {
    agency: i64,
    code: String,
    name: String,
    plan: Option<Plan>,
    standing: PlanStanding,
    tally: Tally,
}

fn span(query: &Query) -> Span {
    query.get("ky").and_then(Span::from_code).unwrap_or(Span::Year)
}

/// Shows the agencies, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let (year, span) = (year(&ctx, &query), span(&query));
    let due = dated::due(&ctx.app, year, span, ctx.today())?;
    let mut lines = lines(&ctx, (year, span), due).await?;
    let counts = counts(&lines);
    if let Some(asked) = query.get("tinh-trang") {
        lines.retain(|l| l.standing.code() == asked);
    }
    let title = ctx.tn("plans-overview-title", &[("span", words::span(&ctx, span, i64::from(year)))]);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "ke-hoach-theo-co-quan",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, (year, span)),
        empty: Empty::new(ctx.t("plans-overview-empty"), ctx.t("plans-overview-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, |line| values(&ctx, line, due)).await;
    }
    let sorts = [
        ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.name) },
        ComputedSort { name: "tinh-trang", key: |l: &Line| l.standing.code().to_owned() },
        ComputedSort { name: "trinh", key: |l: &Line| submitted(l).unwrap_or_default().to_owned() },
        ComputedSort { name: "xong", key: |l: &Line| sortable(l.tally.percent()) },
        ComputedSort { name: "qua-han", key: |l: &Line| sortable(Some(l.tally.overdue as f64)) },
    ];
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.agency);
    let mut table = listing.table(&found, |line| row(&ctx, line, due, &query));
    table.caption_hidden = true;
    let args = [("due", due.vn()), ("missing", counts.0.to_string()), ("all", counts.1.to_string())];
    let head = Head { lead: ctx.tn("plans-overview-lead", &args), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

/// Agencies whose plan is overdue or owed, and all.
fn counts(lines: &[Line]) -> (usize, usize) {
    let missing = |l: &&Line| matches!(l.standing, PlanStanding::Overdue | PlanStanding::Owed);
    (lines.iter().filter(missing).count(), lines.len())
}

fn submitted(line: &Line) -> Option<&str> {
    line.plan.as_ref()?.first_submitted_on.as_deref()
}

async fn lines(ctx: &Ctx, (year, span): (i32, Span), due: Day) -> Result<Vec<Line>> {
    let kinds = dated::owing_kinds(&ctx.app, due.min(ctx.today()))?;
    let store = &ctx.app.store;
    let mut plans: BTreeMap<i64, Plan> =
        plans::of_span(store, year, span).await?.into_iter().map(|p| (p.agency_id, p)).collect();
    let mut works: BTreeMap<i64, Vec<_>> = BTreeMap::new();
    for task in tasks::in_force(store, year, span.code()).await? {
        works.entry(task.agency_id).or_default().push(standing(&task.facts(), ctx.today()));
    }
    let (scope, directory) = (ctx.scope(VIEW), ctx.app.directory());
    let owing = directory
        .in_force(due)
        .filter(|a| scope.covers(a.id) && (kinds.contains(&a.kind) || plans.contains_key(&a.id)));
    let agencies: Vec<_> = owing.map(|a| (a.id, a.code.clone(), a.name.clone())).collect();
    let mut lines = Vec::with_capacity(agencies.len());
    for (agency, code, name) in agencies {
        let plan = plans.remove(&agency);
        let state = plan.as_ref().map(Plan::state).transpose()?;
        let in_force = plan.as_ref().is_some_and(|p| p.in_force > 0);
        let sent = plan.as_ref().and_then(Plan::first_submitted);
        // A plan keeps the last day it had when it was begun.
        let last = plan.as_ref().map(Plan::due).transpose()?.unwrap_or(due);
        lines.push(Line {
            agency,
            code,
            name,
            standing: plan_standing(state, in_force, (sent, last), ctx.today()),
            plan,
            tally: tally(works.remove(&agency).unwrap_or_default()),
        });
    }
    lines.sort_by(|a, b| a.standing.cmp(&b.standing).then_with(|| a.name.cmp(&b.name)));
    Ok(lines)
}

fn filters(ctx: &Ctx, query: &Query, (year, span): (i32, Span)) -> Vec<Filter> {
    let held = query.get("tinh-trang").unwrap_or_default();
    let spans =
        Span::ALL.map(|s| Choice::new(s.code(), ctx.t(&format!("plans-kind-{}", s.code())), s == span));
    let standings =
        PlanStanding::ALL.map(|s| Choice::new(s.code(), words::plan_standing(ctx, s).text, s.code() == held));
    vec![
        year_filter(ctx, year),
        Filter::select("ky", ctx.t("plans-head-span"), spans.into()),
        Filter::select("tinh-trang", ctx.t("plans-head-plan-standing"), with_all(ctx, held, standings)),
    ]
}

fn row(ctx: &Ctx, line: &Line, due: Day, query: &Query) -> Row {
    let name = match &line.plan {
        Some(plan) => Cell::link(plan_path(plan.id), line.name.clone()),
        None if ctx.may(EDIT, line.agency) => {
            let (year, span) = (year(ctx, query), span(query).code());
            let code = ui::platform_url(&line.code);
            let href = format!("{}/lap?nam={year}&ky={span}&co-quan={code}", super::PATH);
            Cell::Stack(vec![Cell::text(line.name.clone()), Cell::link(href, ctx.t("plans-begin"))])
        }
        None => Cell::text(line.name.clone()),
    };
    let list = |standing: &str| {
        let (year, span) = (year(ctx, query), span(query).code());
        let code = ui::platform_url(&line.code);
        format!("{}/viec?nam={year}&ky={span}&co-quan={code}&tinh-trang={standing}", super::PATH)
    };
    let late = if line.tally.overdue > 0 {
        Cell::link(list("overdue"), ctx.locale.integer(line.tally.overdue))
    } else {
        Cell::number("0")
    };
    let all = if line.tally.all > 0 {
        Cell::link(list(""), ctx.locale.integer(line.tally.all))
    } else {
        Cell::number("0")
    };
    let last = line.plan.as_ref().map_or_else(|| due.to_string(), |p| p.due_on.clone());
    Row::new(vec![
        name,
        Cell::Tag(words::plan_standing(ctx, line.standing)),
        day_cell(&last),
        day_cell(submitted(line).unwrap_or_default()),
        all,
        Cell::number(words::percent(ctx, line.tally.percent())),
        late,
    ])
}

fn values(ctx: &Ctx, line: &Line, due: Day) -> Vec<Value> {
    let last = line.plan.as_ref().map_or_else(|| due.to_string(), |p| p.due_on.clone());
    vec![
        Value::Text(line.name.clone()),
        Value::Text(words::plan_standing(ctx, line.standing).text),
        Value::day(&last),
        Value::day(submitted(line).unwrap_or_default()),
        Value::Number(line.tally.all as f64),
        line.tally.percent().map_or_else(|| Value::Text(String::new()), Value::Number),
        Value::Number(line.tally.overdue as f64),
    ]
}
