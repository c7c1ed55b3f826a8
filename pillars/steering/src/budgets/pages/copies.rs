//! GET /ngan-sach-cchc/ban-sao: copies of budgets that districts and communes decided, as the three departments get them, with
//! the day they came and who has looked at them.

use super::super::slice::{REVIEW, VIEW};
use super::super::store::budgets::{self, CopyRow};
use super::super::words::{self, day_cell, sum};
use super::{ListView, agency_asked, agency_filter, any_year, budget_path, one_of, tabs, tiers};
use axum::extract::Path;
use axum::response::Response;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::{Change, Ctx};
use serde_json::json;
use ui::{Cell, Empty, Head, ListHead, Listing, Row};

const LIST: &str = "/ngan-sach-cchc/ban-sao";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ngay", "budgets-head-since"),
    ListHead::sorting("co-quan", "budgets-head-agency"),
    ListHead::new("du-toan", "budgets-head-budget"),
    ListHead::new("gui-den", "budgets-head-copy-to"),
    ListHead { key: "tien", label: "budgets-head-amount", sort: Some("tien"), numeric: true },
    ListHead::new("da-xem", "budgets-head-seen"),
];

/// Shows the copies, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = budgets::copies();
    list.within(&ctx.scope(VIEW), "y.agency_id");
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("b.year = ?", [year.into()]);
    }
    if let Some(agency) = agency_asked(&ctx, &query, "co-quan") {
        list.and("b.agency_id = ?", [agency.into()]);
    }
    if let Some(tier) = query.get("cap") {
        list.and("b.tier = ?", [tier.into()]);
    }
    match query.get("xem") {
        Some("roi") => list.and("y.seen_on IS NOT NULL", []),
        Some("chua") => list.and("y.seen_on IS NULL", []),
        _ => {}
    }
    let title = ctx.t("budgets-copies-title");
    let seen = ["chua", "roi"].map(|s| (s.to_owned(), ctx.t(&format!("budgets-seen-{s}"))));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "ban-sao-ngan-sach",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            any_year(&ctx, &query),
            one_of(&ctx, &query, ("cap", "budgets-head-tier"), tiers(&ctx)),
            one_of(&ctx, &query, ("xem", "budgets-head-seen"), seen),
            agency_filter(&ctx, &query)?,
        ],
        empty: Empty::new(ctx.t("budgets-copies-empty"), ctx.t("budgets-copies-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, c: &CopyRow| Ok(values(ctx, c))).await;
    }
    let found = list.page::<CopyRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |copy| row(&ctx, copy));
    table.caption_hidden = true;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("budgets-copies-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, LIST),
        notes: Vec::new(),
        charts: Vec::new(),
        tables: vec![table],
    })
}

fn row(ctx: &Ctx, copy: &CopyRow) -> Row {
    let directory = ctx.app.directory();
    let seen = match &copy.seen_on {
        Some(on) => Cell::Stack(vec![day_cell(Some(on)), Cell::muted(copy.seen_by.clone())]),
        None if ctx.may(REVIEW, copy.to_agency) => Cell::post(
            format!("{LIST}/{}/da-xem", copy.id),
            ctx.t("budgets-mark-seen"),
            directory.short_name(copy.agency_id).to_owned(),
        ),
        None => Cell::muted(ctx.t("budgets-seen-chua")),
    };
    Row::new(vec![
        day_cell(Some(&copy.since_on)),
        Cell::from(directory.short_name(copy.agency_id)),
        Cell::link(budget_path(copy.budget_id), ctx.tn("budgets-year", &[("year", copy.year.to_string())])),
        Cell::from(directory.short_name(copy.to_agency)),
        sum(copy.amount),
        seen,
    ])
}

fn values(ctx: &Ctx, copy: &CopyRow) -> Vec<Value> {
    let directory = ctx.app.directory();
    vec![
        Value::day(&copy.since_on),
        Value::Text(directory.name(copy.agency_id).to_owned()),
        Value::Text(format!("{} ({})", copy.year, words::tier(ctx, &copy.tier))),
        Value::Text(directory.name(copy.to_agency).to_owned()),
        Value::Number(copy.amount as f64),
        Value::day(copy.seen_on.as_deref().unwrap_or_default()),
    ]
}

/// Notes that a copy was looked at.
pub async fn seen(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let copy = budgets::copy(&ctx.app.store, id).await?;
    ctx.require(REVIEW, copy.to_agency)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if budgets::seen(&tx, id, &ctx.viewer()?.name).await? {
        let after = json!({"budget_holder": ctx.app.directory().name(copy.to_agency)});
        let change = Change::of("budgets", super::super::acts::RECORD, copy.budget_id, "budget_copy_seen");
        tx.journal(change.after(after)).await?;
        tx.commit().await?;
    }
    Ok(redirect(LIST, Some("budgets-flash-seen")))
}
