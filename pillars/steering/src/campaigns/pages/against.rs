//! GET /truyen-thong/thuc-hien: plan against done of a year by channel, campaign, agency or quarter; every figure leads to its list.

use super::super::rules::{By, OUTSIDE, Sum, group, total};
use super::super::slice::VIEW;
use super::super::store::{campaigns, figures};
use super::super::words::{self, Channels};
use super::pieces::NO_CAMPAIGN;
use super::{ListView, PATH, agency_asked, agency_filter, tabs, year, year_choices};
use axum::response::Response;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use platform::{Ctx, Scope};
use std::collections::HashMap;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/truyen-thong/thuc-hien";
/// Rows on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ten", "campaigns-head-by"),
    ListHead { key: "du-kien", label: "campaigns-head-planned", sort: Some("du-kien"), numeric: true },
    ListHead { key: "da-lam", label: "campaigns-head-done", sort: Some("da-lam"), numeric: true },
    ListHead { key: "ty-le", label: "campaigns-head-share", sort: Some("ty-le"), numeric: true },
    ListHead { key: "kinh-phi", label: "campaigns-head-cost", sort: Some("kinh-phi"), numeric: true },
    ListHead { key: "da-chi", label: "campaigns-head-spent", sort: Some("da-chi"), numeric: true },
    ListHead { key: "tiep-can", label: "campaigns-head-reach", sort: Some("tiep-can"), numeric: true },
];

/// One sum with its name and the part of an address that names it in the lists.
pub struct Line {
    pub number: i64,
    pub name: String,
    pub sum: Sum,
    /// Such as "&kenh=bao-in".
    pub part: String,
}

/// The sums of a year by a key within a scope, and their total.
pub async fn lines(ctx: &Ctx, (year, by): (i32, By), scope: &Scope) -> Result<(Vec<Line>, Sum)> {
    let cells = figures::cells(&ctx.app.store, year, scope).await?;
    let channels = Channels::read(ctx).await?;
    let mut names: HashMap<String, String> = HashMap::new();
    if by == By::Campaign {
        for c in campaigns::open_since(&ctx.app.store, year).await? {
            let agency = ctx.app.directory().short_name(c.agency_id).to_owned();
            names.insert(c.line_id.to_string(), format!("{} ({agency})", c.name));
        }
    }
    let directory = ctx.app.directory();
    let line = |(number, (key, sum)): (i64, (String, Sum))| {
        let (name, part) = match by {
            By::Channel => (channels.name(ctx, &key), format!("&kenh={}", ui::platform_url(&key))),
            By::Quarter => {
                (ctx.tn("campaigns-quarter-of", &[("quarter", key.clone())]), format!("&quy={key}"))
            }
            By::Campaign if key == OUTSIDE.to_string() => {
                (ctx.t("campaigns-outside"), format!("&chien-dich={NO_CAMPAIGN}"))
            }
            By::Campaign => {
                (names.get(&key).cloned().unwrap_or_else(|| key.clone()), format!("&chien-dich={key}"))
            }
            By::Agency => {
                let id = key.parse().unwrap_or_default();
                let code = directory.get(id).map(|a| a.code.clone()).unwrap_or_default();
                (directory.short_name(id).to_owned(), format!("&co-quan={}", ui::platform_url(&code)))
            }
        };
        Line { number, name, sum, part }
    };
    Ok(((1..).zip(group(&cells, by)).map(line).collect(), total(&cells)))
}

/// The scope of the viewer, narrowed to the agency asked for.
pub fn scope(ctx: &Ctx, query: &Query) -> Scope {
    let scope = ctx.scope(VIEW);
    match agency_asked(ctx, query, "co-quan") {
        Some(agency) if scope.covers(agency) => Scope::Agencies(vec![agency]),
        Some(_) => Scope::None,
        None => scope,
    }
}

/// Shows the sums, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let by = query.get("theo").and_then(By::from_code).unwrap_or(By::Channel);
    let (lines, all) = lines(&ctx, (year, by), &scope(&ctx, &query)).await?;
    let title = ctx.tn("campaigns-against-title", &[("year", year.to_string())]);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "thuc-hien-truyen-thong",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, (year, by))?,
        empty: Empty::new(ctx.t("campaigns-against-empty"), ctx.t("campaigns-against-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, values).await;
    }
    let sorts = [
        ComputedSort { name: "ten", key: |l: &Line| kernel::text::fold(&l.name) },
        ComputedSort { name: "du-kien", key: |l: &Line| sortable(Some(l.sum.planned as f64)) },
        ComputedSort { name: "da-lam", key: |l: &Line| sortable(Some(l.sum.done as f64)) },
        ComputedSort { name: "ty-le", key: |l: &Line| sortable(l.sum.share()) },
        ComputedSort { name: "kinh-phi", key: |l: &Line| sortable(Some(l.sum.cost as f64)) },
        ComputedSort { name: "da-chi", key: |l: &Line| sortable(Some(l.sum.spent as f64)) },
        ComputedSort { name: "tiep-can", key: |l: &Line| sortable(Some(l.sum.reached as f64)) },
    ];
    let agency =
        query.get("co-quan").map(|c| format!("&co-quan={}", ui::platform_url(c))).unwrap_or_default();
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.number);
    let mut table = listing.table(&found, |line| row(&ctx, line, year, &agency));
    table.caption_hidden = true;
    let args = [
        ("planned", ctx.locale.integer(all.planned)),
        ("filled", ctx.locale.integer(all.filled)),
        ("done", ctx.locale.integer(all.done)),
        (
            "share",
            if all.planned > 0 { words::percent(&ctx, all.share()) } else { ctx.t("campaigns-no-share") },
        ),
        ("cost", words::money(&ctx, all.cost)),
        ("spent", words::money(&ctx, all.spent)),
        ("reached", ctx.locale.integer(all.reached)),
        ("measured", ctx.locale.integer(all.measured)),
    ];
    let head = Head { lead: ctx.tn("campaigns-against-lead", &args), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn filters(ctx: &Ctx, query: &Query, (year, by): (i32, By)) -> Result<Vec<Filter>> {
    let ways = By::ALL.map(|b| Choice::new(b.code(), ctx.t(&format!("campaigns-by-{}", b.code())), b == by));
    Ok(vec![
        Filter::select("nam", ctx.t("campaigns-head-year"), year_choices(ctx, year)),
        Filter::select("theo", ctx.t("campaigns-head-grouped"), ways.into()),
        agency_filter(ctx, query)?,
    ])
}

fn row(ctx: &Ctx, line: &Line, year: i32, agency: &str) -> Row {
    let sum = &line.sum;
    let agency = if line.part.starts_with("&co-quan") { "" } else { agency };
    let planned = format!("{PATH}/du-kien?nam={year}{}{agency}", line.part);
    let done = format!("{PATH}/tin-bai?trang-thai=verified&nam={year}{}{agency}", line.part);
    Row::new(vec![
        Cell::text(line.name.clone()),
        if sum.planned > 0 {
            Cell::link(planned.clone(), ctx.locale.integer(sum.planned))
        } else {
            Cell::number("0")
        },
        Cell::link(done.clone(), ctx.locale.integer(sum.done)),
        if sum.planned > 0 { Cell::link(planned, words::percent(ctx, sum.share())) } else { Cell::Empty },
        Cell::number(words::money(ctx, sum.cost)),
        Cell::link(format!("{done}&sap=-chi-phi"), words::money(ctx, sum.spent)),
        reach(ctx, sum),
    ])
}

/// Who was reached; how many of them somebody measured stands beneath.
fn reach(ctx: &Ctx, sum: &Sum) -> Cell {
    let all = Cell::number(ctx.locale.integer(sum.reached));
    if sum.measured == 0 {
        return all;
    }
    let args = [("count", ctx.locale.integer(sum.measured))];
    Cell::Stack(vec![all, Cell::muted(ctx.tn("campaigns-reach-of-it-measured", &args))])
}

fn values(line: &Line) -> Vec<Value> {
    let sum = &line.sum;
    vec![
        Value::Text(line.name.clone()),
        Value::Number(sum.planned as f64),
        Value::Number(sum.done as f64),
        sum.share().map_or_else(|| Value::Text(String::new()), Value::Number),
        Value::Number(sum.cost as f64),
        Value::Number(sum.spent as f64),
        Value::Number(sum.reached as f64),
    ]
}
