//! GET /thu-tuc: the public list of procedures.

use super::super::rules::{AUDIENCES, LIFE_EVENTS, words};
use super::super::store::{self, Row as Found};
use super::{service_tag, service_words, term_text};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table};

#[derive(askama::Template)]
#[template(path = "catalogue/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
}

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "catalogue-head-name"),
    ListHead::sorting("linh_vuc", "catalogue-head-field"),
    ListHead::sorting("cap", "catalogue-head-level"),
    ListHead::new("han", "catalogue-head-term"),
    ListHead::sorting("muc", "catalogue-head-service"),
];

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(store::public_list(ctx.today()), &query);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/thu-tuc",
        id: "thu-tuc",
        caption: ctx.t("catalogue-list-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query).await?,
        empty: Empty::new(ctx.t("catalogue-list-empty"), ctx.t("catalogue-list-empty-text"))
            .with_action("/thu-tuc", ctx.t("catalogue-list-all")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Found| Ok(export(ctx, row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-list-title"));
    head.lead = ctx.t("catalogue-list-lead");
    head.actions = vec![
        Action::link("/thu-tuc/lien-thong", ctx.t("catalogue-groups-title"), ActionKind::Quiet),
        Action::link("/thu-tuc/du-lieu", ctx.t("catalogue-data-title"), ActionKind::Quiet),
    ];
    ui::html(&View { page: ui::page(&ctx, ctx.t("catalogue-list-title")), head, table })
}

/// The list under the filters of an address.
pub fn narrowed<'a>(mut list: ListQuery<'a>, query: &Query) -> ListQuery<'a> {
    if let Some(typed) = query.get("q") {
        store::find(&mut list, typed);
    }
    for (name, sql) in
        [("linh_vuc", "v.field_code = ?"), ("cap", "v.level = ?"), ("co_quan", "v.decides = ?")]
    {
        if let Some(value) = query.get(name) {
            list.and(sql, [value.into()]);
        }
    }
    for (name, sql) in [("su_kien", "v.life_events LIKE ?"), ("doi_tuong", "v.audience LIKE ?")] {
        if let Some(value) = query.get(name) {
            list.and(sql, [format!("% {} %", value.replace(['%', ' '], "")).into()]);
        }
    }
    match query.get("loai") {
        Some("noi_bo") => list.and("v.internal", []),
        Some("nguoi_dan") => list.and("NOT v.internal", []),
        _ => {}
    }
    if let Some(level) = query.get("muc").and_then(|m| m.parse::<i64>().ok()) {
        list.and("v.service_level >= ?", [level.into()]);
    }
    list
}

async fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let select = |name: &str, label: &str, all: &str, values: Vec<(String, String)>| {
        let chosen = query.get(name).unwrap_or_default().to_owned();
        let offered =
            values.into_iter().map(|(value, text)| Choice::new(value.clone(), text, value == chosen));
        let first = Choice::new("", ctx.t(all), chosen.is_empty());
        Filter::select(name, ctx.t(label), std::iter::once(first).chain(offered).collect())
    };
    let named = |prefix: &str, codes: &[&str]| -> Vec<(String, String)> {
        codes.iter().map(|code| ((*code).to_owned(), words::name(&ctx.locale, prefix, code))).collect()
    };
    let fields = store::fields(&ctx.app.store).await?;
    let deciders =
        store::deciders(&ctx.app.store).await?.into_iter().map(|name| (name.clone(), name)).collect();
    Ok(vec![
        Filter::text("q", ctx.t("catalogue-filter-words"), query.get("q").unwrap_or_default()),
        select("linh_vuc", "catalogue-head-field", "catalogue-filter-all-fields", fields),
        select(
            "cap",
            "catalogue-head-level",
            "catalogue-filter-all-levels",
            named("level", &["commune", "district", "city"]),
        ),
        select(
            "su_kien",
            "catalogue-filter-event",
            "catalogue-filter-all-events",
            named("event", &LIFE_EVENTS),
        ),
        select(
            "doi_tuong",
            "catalogue-filter-audience",
            "catalogue-filter-all-audiences",
            named("audience", &AUDIENCES),
        ),
        select("co_quan", "catalogue-fact-decides", "catalogue-filter-all-deciders", deciders),
        select(
            "loai",
            "catalogue-filter-whose",
            "catalogue-filter-everybodys",
            named("whose", &["nguoi_dan", "noi_bo"]),
        ),
        select(
            "muc",
            "catalogue-head-service",
            "catalogue-filter-all-services",
            named("at-least", &["2", "3"]),
        ),
    ])
}

fn line(ctx: &Ctx, row: &Found) -> Row {
    let href = format!("/thu-tuc/{}", row.code);
    let mut named = vec![Cell::link(href, row.name.clone()), Cell::muted(row.code.clone())];
    if row.internal {
        named.push(Cell::Tag(super::internal_tag(ctx)));
    }
    Row::new(vec![
        Cell::Stack(named),
        Cell::text(row.field_name.clone()),
        Cell::text(words::name(&ctx.locale, "level", &row.level)),
        term(ctx, row),
        Cell::Tag(service_tag(ctx, row.service_level, row.whole_way)),
    ])
}

/// The term, marked where no source confirmed it.
fn term(ctx: &Ctx, row: &Found) -> Cell {
    let text = term_text(ctx, &row.term);
    if text.is_empty() || !row.unconfirmed_parts.split(' ').any(|p| p == "term") {
        return Cell::from(text);
    }
    Cell::Stack(vec![Cell::Text(text), Cell::Tag(super::sheet_parts::unconfirmed(ctx))])
}

fn export(ctx: &Ctx, row: &Found) -> Vec<Value> {
    vec![
        Value::Text(format!("{} – {}", row.code, row.name)),
        Value::Text(row.field_name.clone()),
        Value::Text(words::name(&ctx.locale, "level", &row.level)),
        Value::Text(term_text(ctx, &row.term)),
        Value::Text(service_words(ctx, row.service_level, row.whole_way)),
    ]
}
