//! The dossiers behind a figure: of an agency, of an official, of oneself; filtered, sorted, paged, as a file.

use super::super::rules::Item;
use super::super::slice::{OFFICERS, VIEW};
use super::super::store::{self, DossierRow};
use super::super::words;
use super::{ROOT, agency_of, class_tag, period_filter, period_of, tabs};
use axum::extract::Path;
use axum::response::Response;
use kernel::{Day, Period};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ma", "settlement-head-code"),
    ListHead::sorting("thu-tuc", "settlement-head-procedure"),
    ListHead::sorting("ngay", "settlement-head-counted"),
    ListHead::new("theo-luat", "settlement-head-law"),
    ListHead::new("theo-chi-so", "settlement-head-by-index"),
    ListHead::figure("gia-tri", "settlement-head-value"),
    ListHead::new("hai-moc", "settlement-head-ends"),
];

#[derive(askama::Template)]
#[template(path = "settlement/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// A list that is asked for: where it is, what stands above it, by which agencies it may be narrowed.
struct Asked {
    path: String,
    title: String,
    crumb: (String, String),
    agencies: Vec<i64>,
}

/// The address of an official's list, narrowed to the agency whose figure it stands behind.
pub fn at_agency(ctx: &Ctx, list: &str, item: &str, period: Period, agency: i64) -> String {
    let directory = ctx.app.directory();
    let code = directory.get(agency).map(|a| format!("&co-quan={}", a.code)).unwrap_or_default();
    format!("{list}?muc={item}&ky={}{code}", period.code())
}

/// GET /danh-gia-giai-quyet/co-quan/{code}/ho-so
pub async fn of_agency(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let agency = agency_of(&ctx, &code)?;
    ctx.require(VIEW, agency.id)?;
    let mut list = store::list();
    list.and("d.agency_id = ?", [agency.id.into()]);
    let asked = Asked {
        path: format!("{ROOT}/co-quan/{}/ho-so", agency.code),
        title: ctx.tn("settlement-records-title", &[("who", agency.name.clone())]),
        crumb: (format!("{ROOT}/co-quan/{}", agency.code), agency.name.clone()),
        agencies: Vec::new(),
    };
    show(&ctx, &query, list, asked).await
}

/// GET /danh-gia-giai-quyet/can-bo/{id}/ho-so
pub async fn of_officer(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let scope = ctx.scope(OFFICERS);
    let at = store::agencies_of(&ctx.app.store, id).await?;
    if !at.iter().any(|agency| scope.covers(*agency)) {
        return Err(Error::NotFound);
    }
    let mut list = store::list_of_officer(id);
    list.within(&scope, "d.agency_id");
    let name = super::officer::name_of(&ctx, id).await?;
    let asked = Asked {
        path: format!("{ROOT}/can-bo/{id}/ho-so"),
        title: ctx.tn("settlement-records-title", &[("who", name.clone())]),
        crumb: (format!("{ROOT}/can-bo/{id}"), name),
        agencies: at.into_iter().filter(|agency| scope.covers(*agency)).collect(),
    };
    show(&ctx, &query, list, asked).await
}

/// GET /danh-gia-giai-quyet/cua-toi/ho-so
pub async fn own(ctx: Ctx, query: Query) -> Result<Response> {
    let viewer = ctx.viewer()?;
    let list = store::list_of_officer(viewer.account_id);
    let asked = Asked {
        path: format!("{ROOT}/cua-toi/ho-so"),
        title: ctx.tn("settlement-records-title", &[("who", viewer.name.clone())]),
        crumb: (format!("{ROOT}/cua-toi"), ctx.t("settlement-mine-title")),
        agencies: store::agencies_of(&ctx.app.store, viewer.account_id).await?,
    };
    show(&ctx, &query, list, asked).await
}

async fn show(ctx: &Ctx, query: &Query, mut list: ListQuery<'static>, asked: Asked) -> Result<Response> {
    let period = period_of(ctx, query);
    let item = query.get("muc").and_then(Item::from_code).unwrap_or(Item::Q21);
    narrow(&mut list, query, period, item);
    if let Some(code) = query.get("co-quan").filter(|_| !asked.agencies.is_empty()) {
        let id = ctx.app.directory().by_code(code).map_or(0, |a| a.id);
        list.and("d.agency_id = ?", [id.into()]);
    }
    let mut filters = filters(ctx, query, period, item).await?;
    filters.extend(agency_filter(ctx, query, &asked.agencies));
    let listing = Listing {
        ctx,
        query,
        path: &asked.path,
        id: "ho-so-can-cu",
        caption: ctx.tn(
            "settlement-records-caption",
            &[("item", item_name(ctx, item)), ("period", words::period(&ctx.locale, period))],
        ),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("settlement-records-empty-title"), ctx.t("settlement-records-empty"))
            .with_action(asked.crumb.0.clone(), asked.crumb.1.clone()),
    };
    if let Some(kind) = Listing::export_kind(query) {
        return listing.file(kind, list, move |ctx, row: &DossierRow| Ok(values(ctx, row, item))).await;
    }
    let found = list.page::<DossierRow>(&ctx.app.store, query).await?;
    let table = listing.table(&found, |r| row(ctx, r, item));
    ui::html(&View {
        page: ui::page(ctx, asked.title.clone()).with_crumb(asked.crumb.0, asked.crumb.1),
        head: Head { title: asked.title, lead: ctx.t("settlement-records-lead"), ..Head::default() },
        tabs: tabs(ctx, &asked.path),
        table,
    })
}

/// The dossiers behind a figure of an agency, under the filters of a query.
pub fn behind(ctx: &Ctx, query: &Query, agency: i64) -> ListQuery<'static> {
    let mut list = store::list();
    list.and("d.agency_id = ?", [agency.into()]);
    let item = query.get("muc").and_then(Item::from_code).unwrap_or(Item::Q21);
    narrow(&mut list, query, period_of(ctx, query), item);
    list
}

fn narrow(list: &mut ListQuery<'_>, query: &Query, period: Period, item: Item) {
    list.and("d.counted_on >= ?", [period.first().to_string().into()]);
    list.and("d.counted_on <= ?", [period.last().to_string().into()]);
    let column = format!("d.{}", item.code());
    match query.get("gia-tri").and_then(|v| v.parse::<i64>().ok()) {
        Some(value) => list.and(&format!("{column} = ?"), [value.into()]),
        None => list.and(&format!("{column} IS NOT NULL"), []),
    }
    if let Some(code) = query.get("thu-tuc") {
        list.and("d.procedure_code = ?", [code.trim().into()]);
    }
}

/// The agencies an official worked for; none where it was one alone, or the list is an agency's own.
fn agency_filter(ctx: &Ctx, query: &Query, agencies: &[i64]) -> Option<Filter> {
    if agencies.len() < 2 {
        return None;
    }
    let directory = ctx.app.directory();
    let chosen = query.get("co-quan").unwrap_or_default();
    let all = Choice::new("", ctx.t("settlement-all"), chosen.is_empty());
    let each = agencies
        .iter()
        .filter_map(|id| directory.get(*id))
        .map(|a| Choice::new(&a.code, &a.short_name, chosen == a.code));
    let options = std::iter::once(all).chain(each).collect();
    Some(Filter::select("co-quan", ctx.t("settlement-head-agency"), options))
}

/// What an item is, in words.
fn item_name(ctx: &Ctx, item: Item) -> String {
    ctx.t(&format!("settlement-item-{}", item.code()))
}

/// A value in words: points, or whether it counts.
fn value_word(ctx: &Ctx, item: Item, value: i64) -> String {
    if item.is_points() {
        return ctx.locale.integer(value);
    }
    ctx.t(if value > 0 { "settlement-counts-yes" } else { "settlement-counts-no" })
}

async fn filters(ctx: &Ctx, query: &Query, period: Period, item: Item) -> Result<Vec<Filter>> {
    let items = Item::ALL.map(|i| Choice::new(i.code(), item_name(ctx, i), i == item));
    let values: &[i64] = if item.is_points() { &[2, 1, 0] } else { &[1, 0] };
    let chosen = query.get("gia-tri").unwrap_or_default();
    let all = Choice::new("", ctx.t("settlement-value-all"), chosen.is_empty());
    let values = values.iter().map(|v| {
        let code = v.to_string();
        let is_chosen = chosen == code;
        Choice::new(code, value_word(ctx, item, *v), is_chosen)
    });
    Ok(vec![
        period_filter(ctx, period).await?,
        Filter::select("muc", ctx.t("settlement-head-item"), items.into()),
        Filter::select(
            "gia-tri",
            ctx.t("settlement-head-value"),
            std::iter::once(all).chain(values).collect(),
        ),
        Filter::text(
            "thu-tuc",
            ctx.t("settlement-filter-procedure"),
            query.get("thu-tuc").unwrap_or_default(),
        ),
    ])
}

fn row(ctx: &Ctx, dossier: &DossierRow, item: Item) -> Row {
    let id = dossier.dossier_id;
    let code = if ctx.may(contracts::desk::VIEW, dossier.agency_id) {
        Cell::code(format!("/ho-so/{id}"), dossier.code.clone())
    } else {
        Cell::text(dossier.code.clone())
    };
    let day = dossier.counted_on.clone().unwrap_or_default();
    let shown = day.parse::<Day>().map(Day::vn).unwrap_or_default();
    Row::new(vec![
        code,
        Cell::text(dossier.procedure_code.clone()),
        Cell::moment(day, shown),
        class_tag(ctx, &dossier.law_class),
        class_tag(ctx, &dossier.index_class),
        Cell::number(dossier.value(item).map(|v| value_word(ctx, item, v)).unwrap_or_default()),
        Cell::link(format!("{ROOT}/hai-moc/{id}"), ctx.t("settlement-to-ends")),
    ])
}

fn values(ctx: &Ctx, dossier: &DossierRow, item: Item) -> Vec<Value> {
    let class = |code: &str| match code {
        "" => Value::Text(String::new()),
        code => Value::Text(ctx.t(&format!("settlement-class-{code}"))),
    };
    vec![
        Value::Text(dossier.code.clone()),
        Value::Text(dossier.procedure_code.clone()),
        Value::day(dossier.counted_on.as_deref().unwrap_or_default()),
        class(&dossier.law_class),
        class(&dossier.index_class),
        dossier.value(item).map_or(Value::Text(String::new()), |v| Value::Number(v as f64)),
        Value::Text(format!("{ROOT}/hai-moc/{}", dossier.dossier_id)),
    ]
}
