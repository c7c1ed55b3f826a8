//! GET /ngan-sach-cchc: the budgets of one's scope, those that came to one's agency and its copies, the newest year first.

use super::super::rules::State;
use super::super::slice::{EDIT, VIEW};
use super::super::store::budgets::{self, Budget};
use super::super::words::{self, day_cell, sum};
use super::{ListView, PATH, agency_asked, agency_filter, any_year, budget_path, one_of, tabs, tiers};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Empty, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 8] = [
    ListHead::sorting("nam", "budgets-head-budget"),
    ListHead::sorting("co-quan", "budgets-head-agency"),
    ListHead::new("cap", "budgets-head-tier"),
    ListHead::new("trang-thai", "budgets-head-state"),
    ListHead::sorting("trinh", "budgets-head-submitted"),
    ListHead { key: "du-toan", label: "budgets-head-amount", sort: Some("du-toan"), numeric: true },
    ListHead { key: "giao", label: "budgets-head-allocated", sort: Some("giao"), numeric: true },
    ListHead { key: "chi", label: "budgets-head-spent", sort: Some("chi"), numeric: true },
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = budgets::list();
    budgets::within(&mut list, &ctx.scope(VIEW));
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("b.year = ?", [year.into()]);
    }
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("b.agency_id = ?", [agency.into()]);
    }
    if let Some(tier) = query.get("cap") {
        list.and("b.tier = ?", [tier.into()]);
    }
    if let Some(state) = query.get("trang-thai") {
        list.and("b.state = ?", [state.into()]);
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("budgets-menu");
    let mut empty = Empty::new(ctx.t("budgets-empty"), ctx.t("budgets-empty-text"));
    let may_write = ctx.viewer()?.has(EDIT);
    if may_write {
        empty = empty.with_action("/ngan-sach-cchc/lap", ctx.t("budgets-begin"));
    }
    let states = State::ALL.map(|s| (s.code().to_owned(), words::state_word(&ctx, s)));
    let filters = vec![
        any_year(&ctx, &query),
        one_of(&ctx, &query, ("cap", "budgets-head-tier"), tiers(&ctx)),
        one_of(&ctx, &query, ("trang-thai", "budgets-head-state"), states),
        agency_filter(&ctx, &query)?,
    ];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ngan-sach-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, b: &Budget| values(ctx, b)).await;
    }
    let found = list.page::<Budget>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|b| row(&ctx, b)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("budgets-lead"), ..Head::new(title.clone()) };
    if may_write {
        head.actions = vec![Action::link("/ngan-sach-cchc/lap", ctx.t("budgets-begin"), ActionKind::Primary)];
    }
    ui::html(&ListView {
        page: ui::page(&ctx, title),
        head,
        tabs: tabs(&ctx, PATH),
        notes: Vec::new(),
        charts: Vec::new(),
        tables: vec![table],
    })
}

fn row(ctx: &Ctx, b: &Budget) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(budget_path(b.id), ctx.tn("budgets-year", &[("year", b.year.to_string())])),
        Cell::from(ctx.app.directory().short_name(b.agency_id)),
        Cell::from(words::tier(ctx, &b.tier)),
        Cell::Tag(words::state(ctx, b)?),
        day_cell(b.submitted_on.as_deref()),
        sum(b.amount),
        sum(b.allocated),
        sum(b.spent),
    ]))
}

fn values(ctx: &Ctx, b: &Budget) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Number(b.year as f64),
        Value::Text(ctx.app.directory().name(b.agency_id).to_owned()),
        Value::Text(words::tier(ctx, &b.tier)),
        Value::Text(words::state(ctx, b)?.text),
        Value::day(b.submitted_on.as_deref().unwrap_or_default()),
        Value::Number(b.amount as f64),
        Value::Number(b.allocated as f64),
        Value::Number(b.spent as f64),
    ])
}
