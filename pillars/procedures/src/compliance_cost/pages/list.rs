//! GET /chi-phi: the cost studies of one's scope, to filter and export.

use super::super::rules::state::State;
use super::super::slice::{EDIT, VIEW};
use super::super::store::{self, AFTER, NOW, Study};
use super::{amount, path, scenario, state_tag, state_words, tabs};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const HEADS: [ListHead; 8] = [
    ListHead::sorting("thu-tuc", "compliance-cost-head-procedure"),
    ListHead::sorting("nam", "compliance-cost-head-year"),
    ListHead::new("kich-ban", "compliance-cost-head-scenario"),
    ListHead::new("co-quan", "compliance-cost-head-agency"),
    ListHead { key: "mot-lan", label: "compliance-cost-head-once", sort: Some("mot-lan"), numeric: true },
    ListHead {
        key: "chi-phi",
        label: "compliance-cost-head-cost-year",
        sort: Some("chi-phi"),
        numeric: true,
    },
    ListHead::new("trang-thai", "compliance-cost-head-state"),
    ListHead::new("nguoi-lap", "compliance-cost-head-author"),
];

#[derive(askama::Template)]
#[template(path = "compliance_cost/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(VIEW);
    let list = narrowed(&ctx, &query);
    let years = store::years(&ctx.app.store, &scope).await?;
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/chi-phi",
        id: "chi-phi",
        caption: ctx.t("compliance-cost-list-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query, &years),
        empty: empty(&ctx)?,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, study: &Study| Ok(values(ctx, study))).await;
    }
    let found = list.page::<Study>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|study| row(&ctx, study)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let title = ctx.t("compliance-cost-list-title");
    let mut head = Head { lead: ctx.t("compliance-cost-list-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(EDIT) {
        head.actions = vec![Action::link("/chi-phi/moi", ctx.t("compliance-cost-new"), ActionKind::Primary)];
    }
    ui::html(&View { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, "/chi-phi"), table })
}

/// Nothing found; the way to a new one for those who may take it.
fn empty(ctx: &Ctx) -> Result<Empty> {
    let empty = Empty::new(ctx.t("compliance-cost-list-empty"), ctx.t("compliance-cost-list-empty-text"));
    let may = ctx.viewer()?.has(EDIT);
    Ok(if may { empty.with_action("/chi-phi/moi", ctx.t("compliance-cost-new")) } else { empty })
}

/// The studies of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::list();
    list.within(&ctx.scope(VIEW), "s.agency_id");
    narrow(ctx, &mut list, query);
    list
}

fn narrow(ctx: &Ctx, list: &mut ListQuery<'_>, query: &Query) {
    if let Some(typed) = query.get("q") {
        list.and("s.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(code) = query.get("thu-tuc") {
        list.and("s.procedure_code = ?", [code.into()]);
    }
    if let Some(year) = query.get("nam") {
        list.and("s.year = ?", [year.parse::<i64>().unwrap_or(0).into()]);
    }
    if let Some(code) = query.get("co-quan") {
        let id = ctx.app.directory().by_code(code).map_or(0, |a| a.id);
        list.and("s.agency_id = ?", [id.into()]);
    }
    for (name, column) in [("kich-ban", "s.scenario = ?"), ("trang-thai", "s.state = ?")] {
        if let Some(value) = query.get(name) {
            list.and(column, [value.into()]);
        }
    }
}

fn filters(ctx: &Ctx, query: &Query, years: &[i64]) -> Vec<Filter> {
    let select = |name: &str, label: &str, options: Vec<(String, String)>| {
        let held = query.get(name).unwrap_or_default();
        let all = Choice::new("", ctx.t("compliance-cost-all"), held.is_empty());
        let options = options.into_iter().map(|(value, text)| {
            let selected = value == held;
            Choice::new(value, text, selected)
        });
        Filter::select(name, ctx.t(label), std::iter::once(all).chain(options).collect())
    };
    let scenarios = [NOW, AFTER].map(|s| (s.to_owned(), scenario(ctx, s))).into();
    let states = State::ALL.map(|s| (s.code().to_owned(), state_words(ctx, s.code()))).into();
    let years = years.iter().map(|y| (y.to_string(), y.to_string())).collect();
    vec![
        Filter::text("q", ctx.t("compliance-cost-head-procedure"), query.get("q").unwrap_or_default()),
        select("nam", "compliance-cost-head-year", years),
        select("kich-ban", "compliance-cost-head-scenario", scenarios),
        select("trang-thai", "compliance-cost-head-state", states),
    ]
}

fn row(ctx: &Ctx, study: &Study) -> Result<Row> {
    let name = Cell::Stack(vec![
        Cell::link(path(study.id), study.procedure_name.clone()),
        Cell::muted(study.procedure_code.clone()),
    ]);
    Ok(Row::new(vec![
        name,
        Cell::number(study.year.to_string()),
        Cell::from(scenario(ctx, &study.scenario)),
        Cell::from(ctx.app.directory().short_name(study.agency_id)),
        Cell::number(amount(ctx, study.cost_once)),
        Cell::number(amount(ctx, study.cost_year)),
        Cell::Tag(state_tag(ctx, study)?),
        Cell::muted(study.author_name.clone()),
    ]))
}

fn values(ctx: &Ctx, study: &Study) -> Vec<Value> {
    vec![
        Value::Text(format!("{} – {}", study.procedure_code, study.procedure_name)),
        Value::Number(study.year as f64),
        Value::Text(scenario(ctx, &study.scenario)),
        Value::Text(ctx.app.directory().name(study.agency_id).to_owned()),
        Value::Number(study.cost_once as f64),
        Value::Number(study.cost_year as f64),
        Value::Text(state_words(ctx, &study.state)),
        Value::Text(study.author_name.clone()),
    ]
}
