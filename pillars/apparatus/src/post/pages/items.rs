//! GET /buu-chinh: every consignment of one's scope: results that go out, letters that came in.

use super::parts::{self, Desk};
use crate::post::rules::State;
use crate::post::slice::{SEND, VIEW};
use crate::post::store::{self, ItemRow};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Empty, Filter, Head, ListHead, Listing, Row};

/// Address of the list.
pub const PATH: &str = "/buu-chinh";

const HEADS: [ListHead; 8] = [
    ListHead::new("so-hieu", "post-head-number"),
    ListHead::sorting("luc", "post-head-made"),
    ListHead::new("ho-so", "post-head-dossier"),
    ListHead::sorting("ten", "post-head-person"),
    ListHead::new("dich-vu", "post-head-service"),
    ListHead::sorting("gui", "post-head-posted"),
    ListHead { key: "cuoc", label: "post-head-fee", sort: Some("cuoc"), numeric: true },
    ListHead::new("tinh-trang", "post-head-state"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::items();
    list.within(&ctx.scope(VIEW), "i.agency_id");
    narrow(&mut list, query);
    list
}

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(VIEW);
    let list = narrowed(&ctx, &query);
    let services = parts::services(&ctx)?;
    let title = ctx.t("post-items-title");
    let mut filters = filters(&ctx, &query, &services);
    filters.extend(parts::agency_filter(&ctx, &query, &scope));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "buu-gui",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("post-items-empty"), ctx.t("post-items-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, move |ctx, item: &ItemRow| values(ctx, &services, item)).await;
    }
    let found = list.page::<ItemRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |item| row(&ctx, &services, item));
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("post-items-lead"), ..Head::new(title.clone()) };
    if ctx.viewer.as_ref().is_some_and(|v| v.has(SEND)) {
        head.actions = vec![Action::link(super::letter::PATH, ctx.t("post-letter-new"), ActionKind::Primary)];
    }
    ui::html(&Desk {
        page: ui::page(&ctx, title),
        head,
        tabs: parts::tabs(&ctx, PATH),
        warning: None,
        parts: vec![ui::markup(&table)],
    })
}

fn narrow(list: &mut ListQuery<'_>, query: &Query) {
    if let Some(typed) = query.get("q") {
        let number = format!("%{}%", typed.trim().to_uppercase().replace(['%', '_'], ""));
        let name = format!("%{}%", kernel::text::fold(typed).replace(['%', '_'], ""));
        list.and(
            "(i.number LIKE ? OR i.dossier_code LIKE ? OR i.folded LIKE ?)",
            [number.clone().into(), number.into(), name.into()],
        );
    }
    if let Some(direction @ ("out" | "in")) = query.get("chieu") {
        list.and("i.direction = ?", [direction.into()]);
    }
    match query.get("tinh-trang") {
        Some("dang-phat") => list.and("i.state IN ('posted', 'failed')", []),
        Some(state) => list.and("i.state = ?", [state.into()]),
        None => {}
    }
    if let Some(service) = query.get("dich-vu") {
        list.and("i.service = ?", [service.into()]);
    }
    parts::of_agency(list, query, "i.agency_id = ?");
    if let Some(day) = parts::day_of(query, "tu") {
        list.and("i.made_on >= ?", [day.to_string().into()]);
    }
    if let Some(day) = parts::day_of(query, "den") {
        list.and("i.made_on <= ?", [day.to_string().into()]);
    }
}

fn filters(ctx: &Ctx, query: &Query, services: &[(String, String)]) -> Vec<Filter> {
    let mut states = vec![("dang-phat".to_owned(), ctx.t("post-filter-on-its-way"))];
    states.extend(State::ALL.map(|state| (state.code().to_owned(), ctx.t(&state.key()))));
    let held = |name: &str| parts::day_of(query, name).map(|d| d.to_string()).unwrap_or_default();
    vec![
        Filter::text("q", ctx.t("post-filter-q"), query.get("q").unwrap_or_default()),
        parts::choose(
            ctx,
            query,
            "chieu",
            "post-head-direction",
            parts::words_of(ctx, "post-direction", &["out", "in"]),
        ),
        parts::choose(ctx, query, "tinh-trang", "post-head-state", states),
        parts::choose(ctx, query, "dich-vu", "post-head-service", services.to_vec()),
        Filter::date("tu", ctx.t("post-filter-from"), held("tu")),
        Filter::date("den", ctx.t("post-filter-to"), held("den")),
    ]
}

fn state(ctx: &Ctx, item: &ItemRow) -> String {
    State::from_code(&item.state).map(|state| ctx.t(&state.key())).unwrap_or_default()
}

fn row(ctx: &Ctx, services: &[(String, String)], item: &ItemRow) -> Row {
    let number = if item.number.is_empty() { ctx.t("post-no-number") } else { item.number.clone() };
    let dossier = match item.dossier_id {
        // By what it is about: a dossier's code beside the post's own number leaves no room for the address.
        Some(id) => Cell::link(format!("/ho-so/{id}"), item.subject.clone()),
        None => Cell::muted(item.subject.clone()),
    };
    let tag = State::from_code(&item.state).map_or(Cell::Empty, |state| parts::state_tag(ctx, state).into());
    Row::new(vec![
        Cell::Stack(vec![
            Cell::code(format!("{PATH}/{}", item.id), number),
            Cell::muted(ctx.t(&format!("post-direction-{}", item.direction))),
        ]),
        parts::day(Some(&item.made_on)),
        dossier,
        parts::person(item),
        parts::service_name(services, &item.service).into(),
        parts::day(item.posted_on.as_deref()),
        Cell::number(parts::dong(ctx, item.fee)),
        tag,
    ])
}

fn values(ctx: &Ctx, services: &[(String, String)], item: &ItemRow) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(item.number.clone()),
        Value::day(&item.made_on),
        Value::Text(item.dossier_code.clone()),
        Value::Text(format!("{}, {}", item.name, item.address)),
        Value::Text(parts::service_name(services, &item.service)),
        Value::Text(parts::vn(item.posted_on.as_deref())),
        Value::Number(item.fee as f64),
        Value::Text(state(ctx, item)),
    ])
}
