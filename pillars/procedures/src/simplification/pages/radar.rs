//! GET /ra-soat/chua-gui: where each agency stands with its review plan of a year; those overdue first.

use super::super::rules::plan::{Standing, due, standing};
use super::super::slice::VIEW;
use super::super::store::plans;
use super::{ListView, tabs, year, year_filter};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of};
use std::collections::BTreeMap;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 4] = [
    ListHead::sorting("co-quan", "simplification-head-agency"),
    ListHead::sorting("tinh-trang", "simplification-head-standing"),
    ListHead::new("han", "simplification-head-due"),
    ListHead::sorting("gui", "simplification-head-sent"),
];

/// Agencies on one page.
const SIZE: usize = 50;

/// Kinds of agencies that owe a plan where no rule says otherwise.
const KINDS: [&str; 3] = ["department", "office", "district"];

struct Line {
    agency: i64,
    name: String,
    plan: Option<i64>,
    sent: Option<Day>,
    standing: Standing,
}

/// Shows the agencies, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let on = Day::ymd(year, 1, 31).unwrap_or(ctx.today()).min(ctx.today());
    let rule: String = ctx.app.profiles().get_or("procedures.review_plan_due", on, "01-31".to_owned())?;
    let due = due(year, &rule).ok_or_else(|| Error::fault("procedures.review_plan_due", &rule))?;
    let mut lines = lines(&ctx, year, due).await?;
    if let Some(asked) = query.get("tinh-trang") {
        lines.retain(|l| l.standing.code() == asked);
    }
    let title = ctx.tn("simplification-radar-title", &[("year", year.to_string())]);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/ra-soat/chua-gui",
        id: "ke-hoach-chua-gui",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![year_filter(&ctx, year), standings(&ctx, &query)],
        empty: Empty::new(ctx.t("simplification-radar-empty"), ctx.t("simplification-radar-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, |line| values(&ctx, line, due)).await;
    }
    let sorts = [
        ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.name) },
        ComputedSort { name: "tinh-trang", key: |l: &Line| l.standing.code().to_owned() },
        ComputedSort { name: "gui", key: |l: &Line| l.sent.map(|d| d.to_string()).unwrap_or_default() },
    ];
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.agency);
    let mut table = listing.table(&found, |line| row(&ctx, line, due));
    table.caption_hidden = true;
    let lead = ctx.tn("simplification-radar-lead", &[("due", due.vn())]);
    let head = Head { lead, ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, "/ra-soat/chua-gui"), table })
}

async fn lines(ctx: &Ctx, year: i32, due: Day) -> Result<Vec<Line>> {
    let own = KINDS.map(str::to_owned).to_vec();
    let kinds: Vec<String> = ctx.app.profiles().get_or("simplification.planning_kinds", due, own)?;
    let plans: BTreeMap<i64, plans::Plan> =
        plans::of_year(&ctx.app.store, year).await?.into_iter().map(|p| (p.agency_id, p)).collect();
    let scope = ctx.scope(VIEW);
    let directory = ctx.app.directory();
    let owing = directory.in_force(due).filter(|a| scope.covers(a.id) && kinds.contains(&a.kind));
    let mut lines: Vec<Line> = owing
        .map(|a| {
            let plan = plans.get(&a.id);
            let sent = plan.and_then(|p| p.sent_on.as_deref()?.parse().ok());
            Line {
                agency: a.id,
                name: a.name.clone(),
                plan: plan.map(|p| p.id),
                sent,
                standing: standing(sent, due, ctx.today()),
            }
        })
        .collect();
    lines.sort_by(|a, b| a.standing.cmp(&b.standing).then_with(|| a.name.cmp(&b.name)));
    Ok(lines)
}

fn standings(ctx: &Ctx, query: &Query) -> Filter {
    let held = query.get("tinh-trang").unwrap_or_default();
    let all = [Standing::Overdue, Standing::Owed, Standing::SentLate, Standing::Sent];
    let all = all.map(|s| Choice::new(s.code(), word(ctx, s), s.code() == held));
    let first = Choice::new("", ctx.t("simplification-all"), held.is_empty());
    let choices = std::iter::once(first).chain(all).collect();
    Filter::select("tinh-trang", ctx.t("simplification-head-standing"), choices)
}

fn word(ctx: &Ctx, standing: Standing) -> String {
    ctx.t(&format!("simplification-standing-{}", standing.code()))
}

fn row(ctx: &Ctx, line: &Line, due: Day) -> Row {
    let tone = match line.standing {
        Standing::Overdue => Tone::Bad,
        Standing::Owed => Tone::Neutral,
        Standing::SentLate => Tone::Warn,
        Standing::Sent => Tone::Good,
    };
    let name = match line.plan {
        Some(plan) => Cell::link(format!("/ra-soat/ke-hoach/{plan}"), line.name.clone()),
        None => Cell::text(line.name.clone()),
    };
    Row::new(vec![
        name,
        Cell::Tag(Tag::new(word(ctx, line.standing), tone)),
        Cell::moment(due.to_string(), due.vn()),
        line.sent.map_or(Cell::Empty, |day| Cell::moment(day.to_string(), day.vn())),
    ])
}

fn values(ctx: &Ctx, line: &Line, due: Day) -> Vec<Value> {
    vec![
        Value::Text(line.name.clone()),
        Value::Text(word(ctx, line.standing)),
        Value::Day(due),
        line.sent.map_or_else(|| Value::Text(String::new()), Value::Day),
    ]
}
