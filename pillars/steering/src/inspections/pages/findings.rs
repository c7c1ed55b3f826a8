//! GET /kiem-tra-cchc/ton-tai: findings in minutes of the viewer's scope, the soonest due first.

use super::super::rules::{Severity, Standing};
use super::super::slice::VIEW;
use super::super::store::findings::{self, Finding};
use super::super::words::{self, day_cell};
use super::{ListView, agency_asked, agency_filter, finding_path, tabs, with_all, year_choices};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/kiem-tra-cchc/ton-tai";

const HEADS: [ListHead; 5] = [
    ListHead::new("ton-tai", "inspections-head-finding"),
    ListHead::sorting("don-vi", "inspections-head-responsible"),
    ListHead::new("muc-do", "inspections-head-severity"),
    ListHead::sorting("han", "inspections-head-due"),
    ListHead::new("tinh-trang", "inspections-head-standing"),
];

/// The list under the filters of a query; what is in no minutes yet is the team's alone and stands on its inspection's page.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = findings::list();
    list.within_any(&ctx.scope(VIEW), &["f.agency_id", "f.unit_id"]);
    if let Some(typed) = query.get("q") {
        list.and("f.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(year) = query.get("nam").filter(|y| y.len() == 4) {
        list.and("f.due_on LIKE ?", [format!("{year}-%").into()]);
    }
    if let Some(unit) = agency_asked(ctx, query, "don-vi") {
        list.and("f.unit_id = ?", [unit.into()]);
    }
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("f.agency_id = ?", [agency.into()]);
    }
    if let Some(severity) = query.get("muc-do") {
        list.and("f.severity = ?", [severity.into()]);
    }
    let today = ctx.today().to_string();
    match query.get("tinh-trang") {
        None => {}
        Some("not-handled") => list.and("f.state IN ('open', 'reported')", []),
        Some(code) => match Standing::from_code(code) {
            Some(Standing::Overdue) => list.and("f.state = 'open' AND f.due_on < ?", [today.into()]),
            Some(Standing::Open) => list.and("f.state = 'open' AND f.due_on >= ?", [today.into()]),
            Some(Standing::Closed) => list.and("f.state = 'closed' AND f.closed_on <= f.due_on", []),
            Some(Standing::ClosedLate) => list.and("f.state = 'closed' AND f.closed_on > f.due_on", []),
            _ => list.and("f.state = ?", [code.into()]),
        },
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("inspections-findings-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "ton-tai-kiem-tra",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query)?,
        empty: Empty::new(ctx.t("inspections-findings-empty"), ctx.t("inspections-findings-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, f: &Finding| values(ctx, f)).await;
    }
    let found = list.page::<Finding>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|f| row(&ctx, f)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("inspections-findings-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let open =
        Choice::new("not-handled", ctx.t("inspections-not-handled"), held("tinh-trang") == "not-handled");
    let standings = Standing::ALL
        .map(|s| Choice::new(s.code(), words::standing_word(ctx, s), s.code() == held("tinh-trang")));
    let severities = Severity::ALL
        .map(|s| Choice::new(s.code(), words::severity_word(ctx, s), s.code() == held("muc-do")));
    Ok(vec![
        Filter::text("q", ctx.t("inspections-filter-words"), held("q")),
        Filter::select(
            "tinh-trang",
            ctx.t("inspections-head-standing"),
            with_all(ctx, held("tinh-trang"), std::iter::once(open).chain(standings)),
        ),
        Filter::select(
            "muc-do",
            ctx.t("inspections-head-severity"),
            with_all(ctx, held("muc-do"), severities),
        ),
        Filter::select(
            "nam",
            ctx.t("inspections-head-year"),
            with_all(ctx, held("nam"), year_choices(ctx, held("nam"))),
        ),
        agency_filter(ctx, query, ("don-vi", "inspections-head-responsible"))?,
    ])
}

fn row(ctx: &Ctx, f: &Finding) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::Stack(vec![Cell::link(finding_path(f.id), f.text.clone()), Cell::muted(f.remedy.clone())]),
        Cell::from(ctx.app.directory().short_name(f.unit_id)),
        Cell::Tag(words::severity(ctx, f.severity()?)),
        day_cell(&f.due_on),
        Cell::Tag(words::standing(ctx, f)?),
    ]))
}

fn values(ctx: &Ctx, f: &Finding) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(f.text.clone()),
        Value::Text(ctx.app.directory().name(f.unit_id).to_owned()),
        Value::Text(words::severity_word(ctx, f.severity()?)),
        Value::day(&f.due_on),
        Value::Text(words::standing_word(ctx, f.standing(ctx.today())?)),
    ])
}
