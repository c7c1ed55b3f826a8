//! Spending: the list of entries, a new one of a line, one struck out with its reason.

use super::super::deeds;
use super::super::slice::{SPEND, VIEW};
use super::super::store::budgets::{self, Budget};
use super::super::store::lines::{self, Line};
use super::super::store::spending::{self, Entry};
use super::super::words::{self, day_cell, sum};
use super::{
    Asked, FormView, ListView, PATH, after, agency_asked, agency_filter, any_year, as_seen, form_view, keyed,
    line_path, one_of, sources, tabs,
};
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use platform::{Ctx, FieldErrors};
use ui::{Cell, Column, Empty, Field, Filter, Head, ListHead, Listing, Row, Width};

const LIST: &str = "/ngan-sach-cchc/chi";

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ngay", "budgets-head-spent-on"),
    ListHead::new("dong", "budgets-head-content"),
    ListHead::sorting("co-quan", "budgets-head-agency"),
    ListHead::new("chung-tu", "budgets-head-voucher"),
    ListHead::new("nhan", "budgets-head-payee"),
    ListHead { key: "tien", label: "budgets-head-money", sort: Some("tien"), numeric: true },
    ListHead::new("tinh-trang", "budgets-head-state"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = spending::list();
    budgets::within(&mut list, &ctx.scope(VIEW));
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("b.year = ?", [year.into()]);
    }
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("b.agency_id = ?", [agency.into()]);
    }
    if let Some(source) = query.get("nguon") {
        list.and("l.source = ?", [source.into()]);
    }
    for (name, sql) in [("tu", "s.spent_on >= ?"), ("den", "s.spent_on <= ?")] {
        if let Some(day) = query.get(name).and_then(|d| d.parse::<kernel::Day>().ok()) {
            list.and(sql, [day.to_string().into()]);
        }
    }
    match query.get("tinh-trang") {
        Some("tinh") => list.and("s.voided_at IS NULL", []),
        Some("huy") => list.and("s.voided_at IS NOT NULL", []),
        _ => {}
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("budgets-spending-title");
    let states = ["tinh", "huy"].map(|s| (s.to_owned(), ctx.t(&format!("budgets-entry-{s}"))));
    let day = |name: &str, label: &str| Filter::date(name, ctx.t(label), query.get(name).unwrap_or_default());
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "chi-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            any_year(&ctx, &query),
            agency_filter(&ctx, &query)?,
            one_of(&ctx, &query, ("nguon", "budgets-head-source"), sources(&ctx)),
            day("tu", "budgets-from"),
            day("den", "budgets-to"),
            one_of(&ctx, &query, ("tinh-trang", "budgets-head-state"), states),
        ],
        empty: Empty::new(ctx.t("budgets-entries-empty"), ctx.t("budgets-spending-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, e: &Entry| Ok(values(ctx, e))).await;
    }
    let found = list.page::<Entry>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |entry| row(&ctx, entry));
    table.caption_hidden = true;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("budgets-spending-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, LIST),
        notes: Vec::new(),
        charts: Vec::new(),
        tables: vec![table],
    })
}

fn standing(ctx: &Ctx, entry: &Entry) -> Cell {
    match entry.voided_at {
        None => Cell::text(ctx.t("budgets-entry-tinh")),
        Some(at) => {
            let args = [
                ("name", entry.voided_by.clone()),
                ("at", Moment::from_micros(at).vn()),
                ("reason", entry.void_reason.clone()),
            ];
            Cell::Stack(vec![
                Cell::text(ctx.t("budgets-entry-huy")),
                Cell::muted(ctx.tn("budgets-struck-by", &args)),
            ])
        }
    }
}

fn row(ctx: &Ctx, entry: &Entry) -> Row {
    Row::new(vec![
        day_cell(Some(&entry.spent_on)),
        Cell::Stack(vec![
            Cell::link(line_path(entry.line_id), entry.line_name.clone()),
            Cell::muted(words::source(ctx, &entry.source)),
        ]),
        Cell::from(ctx.app.directory().short_name(entry.agency_id)),
        Cell::from(entry.paper.clone()),
        Cell::from(entry.payee.clone()),
        sum(entry.amount),
        standing(ctx, entry),
    ])
}

fn values(ctx: &Ctx, entry: &Entry) -> Vec<Value> {
    let state = if entry.voided_at.is_none() { "budgets-entry-tinh" } else { "budgets-entry-huy" };
    vec![
        Value::day(&entry.spent_on),
        Value::Text(format!("{} ({})", entry.line_name, entry.year)),
        Value::Text(ctx.app.directory().name(entry.agency_id).to_owned()),
        Value::Text(entry.paper.clone()),
        Value::Text(entry.payee.clone()),
        Value::Number(entry.amount as f64),
        Value::Text(ctx.t(state)),
    ]
}

/// The columns of the entries of one line.
pub(super) fn columns(ctx: &Ctx) -> Vec<Column> {
    vec![
        Column::new("ngay", ctx.t("budgets-head-spent-on")),
        Column::new("chung-tu", ctx.t("budgets-head-voucher")),
        Column::new("nhan", ctx.t("budgets-head-payee")),
        Column::numeric("tien", ctx.t("budgets-head-money")),
        Column::new("tinh-trang", ctx.t("budgets-head-state")),
    ]
}

/// An entry in them.
pub(super) fn cells(ctx: &Ctx, entry: &Entry, may: bool) -> Vec<Cell> {
    let mut stands = vec![standing(ctx, entry)];
    if may && entry.voided_at.is_none() {
        stands.push(Cell::link(format!("{LIST}/{}/huy", entry.id), ctx.t("budgets-strike-out")));
    }
    vec![
        day_cell(Some(&entry.spent_on)),
        Cell::Stack(vec![
            Cell::text(entry.paper.clone()),
            Cell::muted(entry.purpose.clone()),
            Cell::muted(format!("{}, {}", entry.author_name, Moment::from_micros(entry.at).vn())),
        ]),
        Cell::from(entry.payee.clone()),
        sum(entry.amount),
        Cell::Stack(stands),
    ]
}

async fn spent_of(ctx: &Ctx, id: i64) -> Result<(Budget, Line)> {
    let line = lines::get(&ctx.app.store, id).await?;
    let budget = deeds::own(ctx, SPEND, line.budget_id).await?;
    budget.state()?.spendable()?;
    deeds::year_begun(ctx, &budget)?;
    Ok((budget, line))
}

/// The form of a new entry.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (budget, line) = spent_of(&ctx, id).await?;
    let mut typed = Submitted::default();
    typed.fields.insert("ngay".to_owned(), vec![ctx.today().to_string()]);
    ui::html(&view(&ctx, (&budget, &line), &typed, &FieldErrors::new()))
}

/// Keeps it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (budget, line) = spent_of(&ctx, id).await?;
    after(
        deeds::spend(&ctx, id, &form).await,
        |_| redirect(&line_path(id), Some("budgets-flash-spent")),
        |errors| Ok(view(&ctx, (&budget, &line), &form, errors)),
    )
}

fn view(ctx: &Ctx, (budget, line): (&Budget, &Line), typed: &Submitted, errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let fields = vec![
        Field::date("ngay", ctx.t("budgets-head-spent-on")).value(held("ngay")).error(error("ngay")),
        Field::text("chung-tu", ctx.t("budgets-head-voucher"))
            .hint(ctx.t("budgets-voucher-hint"))
            .value(held("chung-tu"))
            .error(error("chung-tu")),
        Field::money("so-tien", ctx.t("budgets-fact-money"))
            .value(held("so-tien"))
            .width(Width::Medium)
            .error(error("so-tien")),
        Field::text("don-vi-nhan", ctx.t("budgets-head-payee"))
            .hint(ctx.t("budgets-payee-hint"))
            .value(held("don-vi-nhan"))
            .error(error("don-vi-nhan")),
        Field::text("noi-dung", ctx.t("budgets-head-purpose"))
            .value(held("noi-dung"))
            .optional()
            .error(error("noi-dung")),
    ];
    let asked = Asked {
        action: format!("{}/chi", line_path(line.id)),
        title: "budgets-spend",
        lead: "budgets-spend-lead",
        act: "budgets-spend-act",
        fields,
        hidden: keyed(ctx, budget, typed),
    };
    let mut view = form_view(ctx, budget, &line_path(line.id), asked);
    let args = [
        ("line", line.name.clone()),
        ("allocated", words::dong(ctx, line.allocated)),
        ("left", words::dong(ctx, line.allocated - line.spent)),
    ];
    view.notes = vec![ctx.tn("budgets-spend-about", &args)];
    view
}

async fn struck(ctx: &Ctx, id: i64) -> Result<(Budget, Entry)> {
    let entry = spending::get(&ctx.app.store, id).await?;
    let budget = deeds::own(ctx, SPEND, entry.budget_id).await?;
    budget.state()?.spendable()?;
    Ok((budget, entry))
}

/// The form that strikes an entry out.
pub async fn ask_strike_out(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (budget, entry) = struck(&ctx, id).await?;
    ui::html(&strike_view(&ctx, (&budget, &entry), "", &FieldErrors::new()))
}

/// Strikes it out.
pub async fn strike_out(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (budget, entry) = struck(&ctx, id).await?;
    after(
        deeds::strike_out(&ctx, id, &form).await,
        |_| redirect(&line_path(entry.line_id), Some("budgets-flash-struck")),
        |errors| Ok(strike_view(&ctx, (&budget, &entry), form.text("ly-do"), errors)),
    )
}

fn strike_view(ctx: &Ctx, (budget, entry): (&Budget, &Entry), typed: &str, errors: &FieldErrors) -> FormView {
    let field = Field::textarea("ly-do", ctx.t("budgets-head-reason"), 3)
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let asked = Asked {
        action: format!("{PATH}/chi/{}/huy", entry.id),
        title: "budgets-strike-out",
        lead: "budgets-strike-out-lead",
        act: "budgets-strike-out",
        fields: vec![field],
        hidden: as_seen(budget),
    };
    let mut view = form_view(ctx, budget, &line_path(entry.line_id), asked);
    let args = [
        ("paper", entry.paper.clone()),
        ("day", words::vn(&entry.spent_on)),
        ("amount", words::dong(ctx, entry.amount)),
    ];
    view.notes = vec![ctx.tn("budgets-strike-about", &args)];
    view
}
