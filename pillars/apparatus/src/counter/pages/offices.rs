//! GET /quay/noi-mot-cua: the offices of one's scope, with their kiosk, screen and settings.

use super::super::slice::MANAGE;
use super::super::store::{self, Office};
use super::tabs;
use askama::Template;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{
    Action, ActionKind, Cell, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs, Tag, Tone,
};

/// Address of the list.
pub const PATH: &str = "/quay/noi-mot-cua";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "counter-head-office"),
    ListHead::new("co-quan", "counter-head-agency"),
    ListHead::sorting("ma", "counter-head-code"),
    ListHead::new("trang-thai", "counter-head-state"),
    ListHead::new("mo", "counter-head-open"),
];

#[derive(Template)]
#[template(path = "counter/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    notes: Vec<String>,
    tables: Vec<Table>,
}

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::offices();
    list.within(&ctx.scope(MANAGE), "o.agency_id");
    if let Some(typed) = query.get("q") {
        list.and("o.code LIKE ?", [format!("%{}%", kernel::text::fold(typed).replace(' ', "-")).into()]);
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "noi-mot-cua",
        caption: ctx.t("counter-offices-caption"),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("counter-head-code"), query.get("q").unwrap_or_default())],
        empty: Empty::new(ctx.t("counter-offices-none"), ctx.t("counter-offices-none-text"))
            .with_action(format!("{PATH}/moi"), ctx.t("counter-office-new")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, o: &Office| Ok(values(ctx, o))).await;
    }
    let found = list.page::<Office>(&ctx.app.store, &query).await?;
    let title = ctx.t("counter-tab-offices");
    let add = Action::link(format!("{PATH}/moi"), ctx.t("counter-office-new"), ActionKind::Primary);
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("counter-offices-lead"), actions: vec![add], ..Head::default() },
        tabs: tabs(&ctx, PATH),
        notes: Vec::new(),
        tables: vec![listing.table(&found, |o| row(&ctx, o))],
    })
}

fn state(ctx: &Ctx, office: &Office) -> Tag {
    match office.active {
        true => Tag::new(ctx.t("counter-office-active"), Tone::Good),
        false => Tag::new(ctx.t("counter-office-inactive"), Tone::Neutral),
    }
}

fn row(ctx: &Ctx, o: &Office) -> Row {
    Row::new(vec![
        Cell::link(format!("{PATH}/{}", o.id), o.name.clone()),
        Cell::from(ctx.app.directory().short_name(o.agency_id)),
        o.code.clone().into(),
        state(ctx, o).into(),
        Cell::Stack(vec![
            Cell::link(format!("/lay-so/{}?may={}", o.code, o.kiosk_token), ctx.t("counter-open-kiosk")),
            Cell::link(format!("/goi-so/{}", o.code), ctx.t("counter-open-display")),
            Cell::link(format!("/dat-lich/{}", o.code), ctx.t("counter-open-booking")),
        ]),
    ])
}

/// Without the kiosk's key: a file must not carry it.
fn values(ctx: &Ctx, o: &Office) -> Vec<Value> {
    vec![
        Value::Text(o.name.clone()),
        Value::Text(ctx.app.directory().name(o.agency_id).to_owned()),
        Value::Text(o.code.clone()),
        Value::Text(state(ctx, o).text),
        Value::Text(o.address.clone()),
    ]
}
