//! /ke-hoach and /ke-hoach/{id}: plans in force for everybody: what an agency promised, and how far it is.

use super::super::rules::{Span, standing, tally};
use super::super::store::plans::{self, Plan};
use super::super::store::tasks::{self, Task};
use super::super::words::{self, day_cell, vn};
use super::{with_all, year_choices};
use axum::extract::Path;
use axum::response::Response;
use kernel::Dong;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use ui::{Cell, Choice, Column, Empty, Filter, Head, ListHead, Listing, Page, Row, SummaryList, Table};

const LIST: &str = "/ke-hoach";

const HEADS: [ListHead; 4] = [
    ListHead::sorting("nam", "plans-head-plan"),
    ListHead::sorting("co-quan", "plans-head-agency"),
    ListHead::new("duyet", "plans-head-approved"),
    ListHead::new("ban", "plans-head-edition"),
];

#[derive(askama::Template)]
#[template(path = "plans/pages/public_list.html")]
struct ListView {
    page: Page,
    head: Head,
    table: Table,
}

#[derive(askama::Template)]
#[template(path = "plans/pages/public_plan.html")]
struct PlanView {
    page: Page,
    head: Head,
    facts: SummaryList,
    table: Table,
}

/// The plans in force, or a file of them.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = plans::list();
    list.and("p.in_force > 0", []);
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("p.year = ?", [year.into()]);
    }
    if let Some(span) = query.get("ky") {
        list.and("p.span = ?", [span.into()]);
    }
    let title = ctx.t("plans-public-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "ke-hoach",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty: Empty::new(ctx.t("plans-public-empty"), ctx.t("plans-public-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, p: &Plan| values(ctx, p)).await;
    }
    let found = list.page::<Plan>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|p| row(&ctx, p)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("plans-public-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, table })
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let year = held("nam");
    let years = year_choices(ctx, year.parse().unwrap_or(ctx.today().year()));
    let years = years.into_iter().map(|c| Choice { selected: c.value == year, ..c });
    let spans = Span::ALL
        .map(|s| Choice::new(s.code(), ctx.t(&format!("plans-kind-{}", s.code())), s.code() == held("ky")));
    vec![
        Filter::select("nam", ctx.t("plans-head-year"), with_all(ctx, year, years)),
        Filter::select("ky", ctx.t("plans-head-span"), with_all(ctx, held("ky"), spans)),
    ]
}

fn row(ctx: &Ctx, p: &Plan) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(format!("{LIST}/{}", p.id), words::span(ctx, p.span()?, p.year)),
        Cell::from(ctx.app.directory().name(p.agency_id)),
        day_cell(p.approved_on.as_deref().unwrap_or_default()),
        Cell::text(ctx.tn("plans-edition", &[("edition", p.in_force.to_string())])),
    ]))
}

fn values(ctx: &Ctx, p: &Plan) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(words::span(ctx, p.span()?, p.year)),
        Value::Text(ctx.app.directory().name(p.agency_id).to_owned()),
        Value::day(p.approved_on.as_deref().unwrap_or_default()),
        Value::Number(p.in_force as f64),
    ])
}

/// A plan in force; officials' names and comments are not the public's.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = plans::get(&ctx.app.store, id).await?;
    if plan.in_force == 0 {
        return Err(Error::NotFound);
    }
    let found = tasks::of_edition(&ctx.app.store, id, plan.in_force).await?;
    let editions = plans::editions(&ctx.app.store, id).await?;
    let decision = editions.into_iter().find(|e| e.edition == plan.in_force);
    let sums = tally(found.iter().map(|t| standing(&t.facts(), ctx.today())));
    let money = Dong(found.iter().map(|t| t.money).fold(0, i64::saturating_add));
    let counts = [
        ("all", sums.all.to_string()),
        ("done", (sums.done + sums.done_late).to_string()),
        ("overdue", sums.overdue.to_string()),
    ];
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("plans-head-agency"), ctx.app.directory().name(plan.agency_id).to_owned())
        .row(ctx.t("plans-head-time"), format!("{} – {}", vn(&plan.from_on), vn(&plan.to_on)))
        .row(ctx.t("plans-head-tasks"), ctx.tn("plans-counts", &counts))
        .row(ctx.t("plans-head-done-share"), words::percent(&ctx, sums.percent()))
        .row(ctx.t("plans-head-money"), ctx.locale.dong(money));
    if let Some(edition) = decision {
        facts = facts
            .row(ctx.t("plans-head-decision"), edition.decision)
            .row(ctx.t("plans-head-approved"), vn(&edition.approved_on));
    }
    let title = words::title(&ctx, &plan)?;
    ui::html(&PlanView {
        page: ui::page(&ctx, title.clone()).with_back(LIST, ctx.t("plans-public-title")),
        head: Head::new(title),
        facts,
        table: table(&ctx, &found),
    })
}

fn table(ctx: &Ctx, found: &[Task]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "nhiem-vu", ctx.t("plans-tasks"));
    table.columns = vec![
        Column::new("viec", ctx.t("plans-head-task")),
        Column::new("san-pham", ctx.t("plans-head-output")),
        Column::new("chu-tri", ctx.t("plans-head-lead")),
        Column::new("han", ctx.t("plans-head-to")),
        Column::new("tinh-trang", ctx.t("plans-head-standing")),
    ];
    table.rows = found
        .iter()
        .map(|t| {
            Row::new(vec![
                Cell::text(t.name.clone()),
                Cell::Stack(vec![Cell::text(t.output.clone()), Cell::muted(t.figure.clone())]),
                Cell::from(ctx.app.directory().short_name(t.lead_id)),
                day_cell(&t.to_on),
                Cell::Tag(words::standing(ctx, t)),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("plans-tasks-empty"), String::new());
    table
}
