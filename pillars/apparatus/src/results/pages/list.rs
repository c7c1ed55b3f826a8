//! GET /so-ket-qua: the register of the agencies in one's scope, to filter and export.

use super::super::rules::standing::Standing;
use super::super::slice::VIEW;
use super::super::store::{self, EntryRow};
use super::{Desk, bare, day_cell, tag, valid_until};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::http::limits::Limited;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

/// Address of the list.
pub const PATH: &str = "/so-ket-qua";

const HEADS: [ListHead; 8] = [
    ListHead::sorting("so", "results-head-number"),
    ListHead::new("ket-qua", "results-head-name"),
    ListHead::new("nguoi", "results-head-holder"),
    ListHead::new("co-quan", "results-head-agency"),
    ListHead::sorting("ngay", "results-head-signed"),
    ListHead::sorting("han", "results-head-valid-to"),
    ListHead::new("tinh-trang", "results-head-standing"),
    ListHead::sorting("ho-so", "results-head-dossier"),
];

/// The value of the filter that finds what waits for a second person.
pub const WAITING: &str = "cho-duyet";

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query).await?;
    let title = ctx.t("results-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "so-ket-qua",
        caption: ctx.t("results-caption"),
        heads: &HEADS,
        filters: filters(&ctx, &query).await?,
        empty: Empty::new(ctx.t("results-empty"), ctx.t("results-empty-text"))
            .with_action("/ho-so", ctx.t("results-to-dossiers")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &EntryRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<EntryRow>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |e| row(&ctx, e));
    ui::html(&Desk {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("results-lead"), ..Head::new(title) },
        sections: vec![bare(ui::markup(&table))],
    })
}

/// The register of the viewer's scope under the filters of a query.
pub async fn narrowed(ctx: &Ctx, query: &Query) -> Result<ListQuery<'static>> {
    if query.get("q").is_some() {
        ctx.limit(Limited::Search).await?;
    }
    let mut list = store::list();
    list.within(&ctx.scope(VIEW), "e.agency_id");
    narrow(ctx, &mut list, query);
    Ok(list)
}

fn narrow(ctx: &Ctx, list: &mut ListQuery<'_>, query: &Query) {
    let words = kernel::text::fold(query.get("q").unwrap_or_default());
    for word in words.split(' ').filter(|w| !w.is_empty()).take(8) {
        list.and("e.folded LIKE ?", [format!("%{}%", word.replace(['%', '_'], "")).into()]);
    }
    if let Some(code) = query.get("co-quan") {
        let id = ctx.app.directory().by_code(code).map_or(0, |a| a.id);
        list.and("e.agency_id = ?", [id.into()]);
    }
    if let Some(code) = query.get("thu-tuc") {
        list.and("e.procedure_code = ?", [code.to_uppercase().into()]);
    }
    if let Some(day) = day_of(query, "tu") {
        list.and("e.signed_on >= ?", [day.to_string().into()]);
    }
    if let Some(day) = day_of(query, "den") {
        list.and("e.signed_on <= ?", [day.to_string().into()]);
    }
    match query.get("tinh-trang") {
        Some(WAITING) => store::only_waiting(list),
        Some(code) => {
            if let Some(standing) = Standing::ALL.into_iter().find(|s| s.code() == code) {
                store::only_standing(list, standing, ctx.today());
            }
        }
        None => {}
    }
}

fn day_of(query: &Query, name: &str) -> Option<Day> {
    query.get(name).and_then(|d| d.parse::<Day>().ok().or_else(|| Day::parse_vn(d).ok()))
}

async fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let choose = |name: &'static str, label: &str, options: Vec<(String, String)>| {
        let all = Choice::new("", ctx.t("results-all"), held(name).is_empty());
        let options = options.into_iter().map(|(value, text)| {
            let selected = value == held(name);
            Choice::new(value, text, selected)
        });
        Filter::select(name, ctx.t(label), std::iter::once(all).chain(options).collect())
    };
    let mut states: Vec<(String, String)> =
        Standing::ALL.iter().map(|s| (s.code().to_owned(), tag(ctx, *s).text)).collect();
    states.push((WAITING.to_owned(), ctx.t("results-waiting")));
    let directory = ctx.app.directory();
    let agencies = store::agencies(&ctx.app.store, &ctx.scope(VIEW)).await?;
    let agencies = agencies.into_iter().filter_map(|id| directory.get(id));
    let agencies = agencies.map(|a| (a.code.clone(), a.short_name.clone())).collect();
    let day = |name: &str| day_of(query, name).map(|d| d.to_string()).unwrap_or_default();
    Ok(vec![
        Filter::text("q", ctx.t("results-filter-q"), held("q")),
        choose("tinh-trang", "results-head-standing", states),
        choose("co-quan", "results-head-agency", agencies),
        Filter::text("thu-tuc", ctx.t("results-filter-procedure"), held("thu-tuc")),
        Filter::date("tu", ctx.t("results-filter-from"), day("tu")),
        Filter::date("den", ctx.t("results-filter-to"), day("den")),
    ])
}

fn row(ctx: &Ctx, e: &EntryRow) -> Row {
    Row::new(vec![
        Cell::code(format!("{PATH}/{}", e.id), e.number.clone()),
        Cell::Stack(vec![e.name.clone().into(), Cell::muted(e.procedure_code.clone())]),
        e.holder_name.clone().into(),
        ctx.app.directory().short_name(e.agency_id).to_owned().into(),
        day_cell(&e.signed_on),
        valid_until(ctx, e.valid_to.as_deref(), e.validity.as_deref()).into(),
        tag(ctx, e.standing(ctx.today())).into(),
        Cell::code(format!("/ho-so/{}", e.dossier_id), e.dossier_code.clone()),
    ])
}

fn values(ctx: &Ctx, e: &EntryRow) -> Vec<Value> {
    vec![
        Value::Text(e.number.clone()),
        Value::Text(format!("{} ({})", e.name, e.procedure_code)),
        Value::Text(e.holder_name.clone()),
        Value::Text(ctx.app.directory().name(e.agency_id).to_owned()),
        Value::day(&e.signed_on),
        match &e.valid_to {
            Some(day) => Value::day(day),
            None => Value::Text(valid_until(ctx, None, e.validity.as_deref())),
        },
        Value::Text(tag(ctx, e.standing(ctx.today())).text),
        Value::Text(e.dossier_code.clone()),
    ]
}
