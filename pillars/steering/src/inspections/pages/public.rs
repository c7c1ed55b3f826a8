//! /ket-luan-kiem-tra and /ket-luan-kiem-tra/{id}: published conclusions for everybody: agencies, what was found and whether it is
//! put right; /ket-luan-kiem-tra/rut-tham: the draws of approved plans; no name of a person.

use super::super::rules::State;
use super::super::store::findings;
use super::super::store::inspections::{self, Inspection};
use super::super::store::plans::{self, OpenDraw};
use super::super::words::{self, day_cell, vn};
use super::{draw, with_all, year_choices};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{
    Action, ActionKind, Cell, Column, Empty, Filter, Head, ListHead, Listing, Page, Row, SummaryList, Table,
};

const LIST: &str = "/ket-luan-kiem-tra";

/// Address of the draws that everybody may reckon again.
pub const DRAWS: &str = "/ket-luan-kiem-tra/rut-tham";

const HEADS: [ListHead; 4] = [
    ListHead::sorting("don-vi", "inspections-head-unit"),
    ListHead::new("co-quan", "inspections-head-agency"),
    ListHead::new("so", "inspections-head-number"),
    ListHead::sorting("cong-bo", "inspections-head-concluded"),
];

const DRAW_HEADS: [ListHead; 5] = [
    ListHead::sorting("luc", "inspections-head-drawn-at"),
    ListHead::sorting("nam", "inspections-head-year"),
    ListHead::new("co-quan", "inspections-head-agency"),
    ListHead::figure("so", "inspections-head-drawn"),
    ListHead::new("hat-giong", "inspections-head-seed"),
];

#[derive(askama::Template)]
#[template(path = "inspections/pages/public.html")]
struct View {
    page: Page,
    head: Head,
    facts: Option<SummaryList>,
    table: Table,
}

/// The published conclusions under the filters of a query.
pub fn narrowed(query: &Query) -> ListQuery<'static> {
    let mut list = inspections::list();
    list.and("i.state IN ('published', 'closed')", []);
    if let Some(typed) = query.get("q") {
        list.and("i.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(year) = query.get("nam").filter(|y| y.len() == 4) {
        list.and("i.concluded_on LIKE ?", [format!("{year}-%").into()]);
    }
    list
}

/// The conclusions, or a file of them.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&query);
    let (held, year) = (query.get("q").unwrap_or_default(), query.get("nam").unwrap_or_default());
    let title = ctx.t("inspections-public-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "ket-luan-kiem-tra",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("inspections-filter-words"), held),
            Filter::select(
                "nam",
                ctx.t("inspections-head-year"),
                with_all(&ctx, year, year_choices(&ctx, year)),
            ),
        ],
        empty: Empty::new(ctx.t("inspections-public-empty"), ctx.t("inspections-public-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, i: &Inspection| Ok(values(ctx, i))).await;
    }
    let found = list.page::<Inspection>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |i| row(&ctx, i));
    table.caption_hidden = true;
    let head = Head {
        lead: ctx.t("inspections-public-lead"),
        actions: vec![Action::link(DRAWS, ctx.t("inspections-public-draws"), ActionKind::Quiet)],
        ..Head::new(title.clone())
    };
    ui::html(&View { page: ui::page(&ctx, title), head, facts: None, table })
}

fn row(ctx: &Ctx, of: &Inspection) -> Row {
    Row::new(vec![
        Cell::link(format!("{LIST}/{}", of.id), of.unit_name.clone()),
        Cell::from(ctx.app.directory().name(of.agency_id)),
        Cell::text(of.conclusion_no.clone()),
        day_cell(of.concluded_on.as_deref().unwrap_or_default()),
    ])
}

fn values(ctx: &Ctx, of: &Inspection) -> Vec<Value> {
    vec![
        Value::Text(of.unit_name.clone()),
        Value::Text(ctx.app.directory().name(of.agency_id).to_owned()),
        Value::Text(of.conclusion_no.clone()),
        Value::day(of.concluded_on.as_deref().unwrap_or_default()),
    ]
}

/// The draws of approved plans, or a file of them.
pub async fn draws(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = plans::open_draws();
    let year = query.get("nam").unwrap_or_default();
    if let Ok(year) = year.parse::<i64>() {
        list.and("p.year = ?", [year.into()]);
    }
    let title = ctx.t("inspections-public-draws");
    let years = with_all(&ctx, year, year_choices(&ctx, year));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: DRAWS,
        id: "rut-tham-kiem-tra",
        caption: title.clone(),
        heads: &DRAW_HEADS,
        filters: vec![Filter::select("nam", ctx.t("inspections-head-year"), years)],
        empty: Empty::new(
            ctx.t("inspections-public-draws-empty"),
            ctx.t("inspections-public-draws-empty-text"),
        ),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, d: &OpenDraw| Ok(draw_values(ctx, d))).await;
    }
    let found = list.page::<OpenDraw>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |d| draw_row(&ctx, d));
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("inspections-public-draws-lead"), ..Head::new(title.clone()) };
    let page = ui::page(&ctx, title).with_back(LIST, ctx.t("inspections-public-title"));
    ui::html(&View { page, head, facts: None, table })
}

fn draw_row(ctx: &Ctx, of: &OpenDraw) -> Row {
    Row::new(vec![
        Cell::link(draw::open_path(of.id), kernel::Moment::from_micros(of.at).vn()),
        Cell::text(of.year.to_string()),
        Cell::from(ctx.app.directory().name(of.agency_id)),
        Cell::number(draw::codes(&of.chosen).len().to_string()),
        Cell::text(of.seed.clone()),
    ])
}

fn draw_values(ctx: &Ctx, of: &OpenDraw) -> Vec<Value> {
    vec![
        Value::moment(Some(of.at)),
        Value::Number(of.year as f64),
        Value::Text(ctx.app.directory().name(of.agency_id).to_owned()),
        Value::Number(draw::codes(&of.chosen).len() as f64),
        Value::Text(of.seed.clone()),
    ]
}

/// How the unit came into the plan in force, with the way to its draw; none for an inspection outside a plan.
async fn way(ctx: &Ctx, of: &Inspection) -> Result<Option<Cell>> {
    let Some(id) = of.plan_id else { return Ok(None) };
    let plan = plans::get(&ctx.app.store, id).await?;
    let chosen = plans::choices(&ctx.app.store, id, plan.in_force).await?;
    Ok(chosen.into_iter().find(|choice| choice.unit_id == of.unit_id).map(|choice| {
        let word = ctx.t(&format!("inspections-way-{}", choice.way));
        match choice.draw_id {
            Some(draw) => Cell::link(draw::open_path(draw), word),
            None => Cell::text(word),
        }
    }))
}

/// A conclusion with its findings.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = inspections::get(&ctx.app.store, id).await?;
    if of.state()? < State::Published {
        return Err(Error::NotFound);
    }
    let found = findings::of(&ctx.app.store, id).await?;
    let on = of.concluded_on.clone().unwrap_or_default();
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("inspections-head-agency"), ctx.app.directory().name(of.agency_id).to_owned())
        .row(ctx.t("inspections-head-unit"), of.unit_name.clone())
        .row(ctx.t("inspections-head-subject"), of.subject.clone())
        .row(ctx.t("inspections-head-period"), words::span(&of.period_from, &of.period_to))
        .row(ctx.t("inspections-head-days"), words::span(&of.from_on, &of.to_on))
        .row(
            ctx.t("inspections-head-concluded"),
            ctx.tn("inspections-of-day", &[("number", of.conclusion_no.clone()), ("day", vn(&on))]),
        )
        .row(ctx.t("inspections-conclusion"), Cell::written(&of.conclusion));
    if let Some(way) = way(&ctx, &of).await? {
        facts = facts.row(ctx.t("inspections-head-way"), way);
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "ton-tai", ctx.t("inspections-findings"));
    table.columns = vec![
        Column::new("ton-tai", ctx.t("inspections-head-finding")),
        Column::new("muc-do", ctx.t("inspections-head-severity")),
        Column::new("khac-phuc", ctx.t("inspections-head-remedy")),
        Column::new("trach-nhiem", ctx.t("inspections-head-responsible")),
        Column::new("han", ctx.t("inspections-head-due")),
        Column::new("tinh-trang", ctx.t("inspections-head-standing")),
    ];
    table.rows = found
        .iter()
        .map(|f| {
            Ok(Row::new(vec![
                Cell::text(f.text.clone()),
                Cell::Tag(words::severity(&ctx, f.severity()?)),
                Cell::text(f.remedy.clone()),
                Cell::from(ctx.app.directory().short_name(f.unit_id)),
                day_cell(&f.due_on),
                Cell::Tag(words::standing(&ctx, f)?),
            ]))
        })
        .collect::<Result<_>>()?;
    table.empty = Empty::new(ctx.t("inspections-findings-empty"), ctx.t("inspections-findings-none"));
    let title = words::title(&ctx, &of);
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(LIST, ctx.t("inspections-public-title")),
        head: Head { caption: of.conclusion_no.clone(), ..Head::new(title) },
        facts: Some(facts),
        table,
    })
}
