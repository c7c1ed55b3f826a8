//! GET /chat-luong-phuc-vu: what everybody may see: agencies alone, and only those with enough dossiers to say something.

use super::super::rules::Card;
use super::super::{cards, words};
use super::agency::group_table;
use super::{Filters, PUBLIC, agency_of, basis, nine, period_filter, period_of};
use axum::extract::Path;
use axum::response::Response;
use kernel::Period;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{self, ComputedSort, PAGE, sortable};
use platform::{Ctx, Scope};
use ui::{Cell, Empty, Head, ListHead, Listing, Page, Row, Table};

const HEADS: [ListHead; 5] = [
    ListHead::sorting("co-quan", "settlement-head-agency"),
    ListHead { key: "ho-so", label: "settlement-head-dossiers", sort: Some("ho-so"), numeric: true },
    ListHead::new("diem", "settlement-head-nine"),
    ListHead::new("xep-loai", "settlement-head-band"),
    ListHead { key: "chi-so", label: "settlement-head-index", sort: Some("chi-so"), numeric: true },
];

const SORTS: [ComputedSort<Line>; 3] = [
    ComputedSort { name: "co-quan", key: |l| kernel::text::fold(&l.name) },
    ComputedSort { name: "ho-so", key: |l| sortable(Some(l.card.dossiers as f64)) },
    ComputedSort {
        name: "chi-so",
        key: |l| {
            let possible = l.card.possible();
            sortable((possible > 0).then(|| l.card.reached() as f64 / possible as f64))
        },
    },
];

/// Fewest dossiers of an agency where no rule says otherwise.
const MINIMUM: i64 = 20;

#[derive(askama::Template)]
#[template(path = "settlement/pages/public.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
    note: String,
    basis: Vec<String>,
}

#[derive(askama::Template)]
#[template(path = "settlement/pages/public_agency.html")]
struct AgencyView {
    page: Page,
    head: Head,
    filters: Filters,
    empty: Option<Empty>,
    nine: Option<Table>,
    groups: Vec<Table>,
    basis: Vec<String>,
}

/// An agency as everybody may see it.
pub struct Line {
    /// Its id.
    pub id: i64,
    code: String,
    name: String,
    /// Its evaluation.
    pub card: Card,
}

fn minimum(ctx: &Ctx, period: Period) -> Result<i64> {
    let day = cards::day_of(period, ctx.today());
    ctx.app.profiles().get_or("settlement.public_minimum", day, MINIMUM)
}

/// What is looked at when the running quarter has nothing yet: the quarter before, this year, the year before.
fn earlier(period: Period) -> [Period; 3] {
    let year = period.first().year();
    [period.previous(), Period::Year { year }, Period::Year { year: year - 1 }]
}

/// The agencies with enough dossiers in a period to say something, by name.
pub async fn lines(ctx: &Ctx, period: Period) -> Result<Vec<Line>> {
    let minimum = minimum(ctx, period)?;
    let directory = ctx.app.directory();
    let cards = cards::load(&ctx.app, period, &Scope::All, None).await?;
    let enough = cards.of.into_iter().filter(|(_, card)| card.dossiers >= minimum.max(1));
    let mut lines: Vec<Line> = enough
        .filter_map(|(id, card)| {
            let agency = directory.get(id)?;
            Some(Line { id, code: agency.code.clone(), name: agency.name.clone(), card })
        })
        .collect();
    lines.sort_by_cached_key(|l| kernel::text::fold(&l.name));
    Ok(lines)
}

/// The agencies of a period, or their file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut period = period_of(&ctx, &query);
    let mut lines = lines(&ctx, period).await?;
    // Who names no period sees the latest in which some agency has enough dossiers to say something.
    if lines.is_empty() && query.get("ky").is_none() {
        for earlier in earlier(period) {
            let found = self::lines(&ctx, earlier).await?;
            if !found.is_empty() {
                (period, lines) = (earlier, found);
                break;
            }
        }
    }
    let minimum = minimum(&ctx, period)?;
    let none = ctx.tn("settlement-public-none", &[("minimum", ctx.locale.integer(minimum))]);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PUBLIC,
        id: "chat-luong",
        caption: ctx.tn("settlement-public-caption", &[("period", words::period(&ctx.locale, period))]),
        heads: &HEADS,
        filters: vec![period_filter(&ctx, period).await?],
        empty: Empty::new(ctx.t("settlement-public-few-title"), none),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        list::sorted(&mut lines, &query, &SORTS);
        return listing.export(kind, &lines, |line| values(&ctx, line)).await;
    }
    let found = list::page_of(lines, &query, &SORTS, PAGE, |line| line.id);
    let table = listing.table(&found, |line| row(&ctx, line, period));
    let title = ctx.t("settlement-public-title");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("settlement-public-lead"), ..Head::default() },
        table,
        note: ctx.tn("settlement-public-note", &[("minimum", ctx.locale.integer(minimum))]),
        basis: basis(&ctx, period),
    })
}

/// GET /chat-luong-phuc-vu/{code}: one agency for everybody, without the way to its records.
pub async fn agency(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let agency = agency_of(&ctx, &code)?;
    let period = period_of(&ctx, &query);
    let minimum = minimum(&ctx, period)?;
    let scope = Scope::Agencies(vec![agency.id]);
    let card = cards::load(&ctx.app, period, &scope, Some(agency.id)).await?.take(agency.id);
    let enough = card.dossiers >= minimum.max(1);
    let title = ctx.tn("settlement-public-agency-title", &[("agency", agency.name.clone())]);
    let caption = ctx.tn("settlement-nine-caption", &[("period", words::period(&ctx.locale, period))]);
    let few = ctx.tn("settlement-public-few", &[("minimum", ctx.locale.integer(minimum))]);
    let total = words::total(&ctx.locale, card.total);
    ui::html(&AgencyView {
        page: ui::page(&ctx, title.clone()).with_crumb(PUBLIC, ctx.t("settlement-public-title")),
        head: Head {
            title,
            caption: words::period(&ctx.locale, period),
            lead: if enough {
                format!("{total} · {}", words::band(&ctx.locale, card.band))
            } else {
                String::new()
            },
            ..Head::default()
        },
        filters: Filters {
            words: ui::words(&ctx.locale),
            action: format!("{PUBLIC}/{}", agency.code),
            filters: vec![period_filter(&ctx, period).await?],
        },
        empty: (!enough).then(|| Empty::new(ctx.t("settlement-public-few-title"), few)),
        nine: enough.then(|| nine::public(&ctx, caption, &card.nine)),
        groups: if enough {
            card.groups.iter().map(|g| group_table(&ctx, g, None)).collect()
        } else {
            Vec::new()
        },
        basis: basis(&ctx, period),
    })
}

fn row(ctx: &Ctx, line: &Line, period: Period) -> Row {
    Row::new(vec![
        Cell::link(format!("{PUBLIC}/{}?ky={}", line.code, period.code()), line.name.clone()),
        Cell::number(ctx.locale.integer(line.card.dossiers)),
        Cell::text(words::total(&ctx.locale, line.card.total)),
        Cell::text(words::band(&ctx.locale, line.card.band)),
        Cell::text(words::index_total(
            &ctx.locale,
            line.card.reached(),
            line.card.possible(),
            line.card.most(),
        )),
    ])
}

fn values(ctx: &Ctx, line: &Line) -> Vec<Value> {
    let card = &line.card;
    vec![
        Value::Text(line.name.clone()),
        Value::Number(card.dossiers as f64),
        Value::Text(words::total(&ctx.locale, card.total)),
        Value::Text(words::band(&ctx.locale, card.band)),
        Value::Text(words::index_total(&ctx.locale, card.reached(), card.possible(), card.most())),
    ]
}
