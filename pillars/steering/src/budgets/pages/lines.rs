//! GET /ngan-sach-cchc/dong: lines of all budgets that one may see, where every figure of the overview leads.

use super::super::slice::VIEW;
use super::super::store::lines::{self, Line};
use super::super::store::{budgets, items};
use super::super::words::{self, sum};
use super::{
    ListView, agency_asked, agency_filter, any_year, budget_path, line_path, one_of, sources, tabs, tiers,
};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/ngan-sach-cchc/dong";

const HEADS: [ListHead; 9] = [
    ListHead::sorting("noi-dung", "budgets-head-content"),
    ListHead::sorting("co-quan", "budgets-head-agency"),
    ListHead::sorting("nam", "budgets-head-year"),
    ListHead::new("muc", "budgets-head-item"),
    ListHead::new("nguon", "budgets-head-source"),
    ListHead::figure("de-nghi", "budgets-head-proposed"),
    ListHead { key: "du-toan", label: "budgets-head-amount", sort: Some("du-toan"), numeric: true },
    ListHead { key: "giao", label: "budgets-head-allocated", sort: Some("giao"), numeric: true },
    ListHead { key: "chi", label: "budgets-head-spent", sort: Some("chi"), numeric: true },
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = lines::list();
    budgets::within(&mut list, &ctx.scope(VIEW));
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("b.year = ?", [year.into()]);
    }
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("b.agency_id = ?", [agency.into()]);
    }
    if let Some(typed) = query.get("q") {
        list.and("l.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    // A hyphen asks for what has none: the overview counts those lines too.
    let bare = |value: &str| if value == "-" { String::new() } else { value.to_owned() };
    if let Some(tier) = query.get("cap") {
        list.and("b.tier = ?", [tier.into()]);
    }
    if let Some(task) = query.get("nhiem-vu").and_then(|id| id.parse::<i64>().ok()) {
        list.and("l.plan_line = ?", [task.into()]);
    }
    if let Some(source) = query.get("nguon") {
        list.and("l.source = ?", [source.into()]);
    }
    if let Some(item) = query.get("muc-chi") {
        list.and("l.cost_item = ?", [item.into()]);
    }
    if let Some(field) = query.get("linh-vuc") {
        list.and("l.field = ?", [bare(field).into()]);
    }
    if let Some(item) = query.get("muc") {
        list.and("l.programme_item = ?", [bare(item).into()]);
    }
    list
}

async fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let mut known: Vec<(String, String)> = Vec::new();
    for item in items::all(&ctx.app.store).await? {
        if known.iter().all(|(code, _)| *code != item.code) {
            known.push((item.code.clone(), words::item_name(ctx, &item)));
        }
    }
    let names = words::Names::read(ctx).await?;
    let outside = ("-".to_owned(), ctx.t("budgets-outside"));
    let fields = names.fields.iter().map(|(code, _)| (code.clone(), names.field(code))).chain([outside]);
    let mut filters = vec![
        Filter::text("q", ctx.t("budgets-search"), query.get("q").unwrap_or_default()),
        any_year(ctx, query),
        one_of(ctx, query, ("cap", "budgets-head-tier"), tiers(ctx)),
        one_of(ctx, query, ("nguon", "budgets-head-source"), sources(ctx)),
        one_of(ctx, query, ("muc-chi", "budgets-head-item"), known),
        one_of(ctx, query, ("linh-vuc", "budgets-head-field"), fields),
        agency_filter(ctx, query)?,
    ];
    // Only the page of a plan's task leads here with it.
    if let Some(task) = query.get("nhiem-vu").and_then(|id| id.parse::<i64>().ok()) {
        let name = lines::task_name(&ctx.app.store, task).await?.unwrap_or_else(|| task.to_string());
        let short: String = name.chars().take(90).collect();
        let chosen = [(task.to_string(), short)];
        filters.push(one_of(ctx, query, ("nhiem-vu", "budgets-head-plan-task"), chosen));
    }
    Ok(filters)
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("budgets-lines-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "dong-ngan-sach",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query).await?,
        empty: Empty::new(ctx.t("budgets-lines-empty"), ctx.t("budgets-lines-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file_of(kind, list, values).await;
    }
    let catalogue = items::all(&ctx.app.store).await?;
    let found = list.page::<Line>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |line| row(&ctx, line, &catalogue));
    table.caption_hidden = true;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("budgets-lines-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, LIST),
        notes: Vec::new(),
        charts: Vec::new(),
        tables: vec![table],
    })
}

fn row(ctx: &Ctx, line: &Line, catalogue: &[items::Item]) -> Row {
    Row::new(vec![
        Cell::Stack(vec![Cell::link(line_path(line.id), line.name.clone()), Cell::muted(line.task.clone())]),
        Cell::from(ctx.app.directory().short_name(line.agency_id)),
        Cell::link(budget_path(line.budget_id), line.year.to_string()),
        Cell::from(words::item(ctx, catalogue, &line.cost_item)),
        Cell::from(words::source(ctx, &line.source)),
        sum(line.proposed),
        sum(line.amount),
        sum(line.allocated),
        sum(line.spent),
    ])
}

async fn values(ctx: Ctx, rows: Vec<Line>) -> Result<Vec<Vec<Value>>> {
    let catalogue = items::all(&ctx.app.store).await?;
    let number = |amount: i64| Value::Number(amount as f64);
    let value = |line: &Line| {
        vec![
            Value::Text(format!("{} ({})", line.name, line.task)),
            Value::Text(ctx.app.directory().name(line.agency_id).to_owned()),
            number(line.year),
            Value::Text(words::item(&ctx, &catalogue, &line.cost_item)),
            Value::Text(words::source(&ctx, &line.source)),
            number(line.proposed),
            number(line.amount),
            number(line.allocated),
            number(line.spent),
        ]
    };
    Ok(rows.iter().map(value).collect())
}
