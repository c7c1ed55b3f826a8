//! GET /quay/hang-doi/lich-hen: the appointments of one's scope. Names stand on a ticket's page, whose opening is noted, not here.

use super::super::slice::VIEW;
use super::super::store::{self, Booking};
use super::tickets::Names;
use super::{booking_tag, tabs, vn};
use askama::Template;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const PATH: &str = "/quay/hang-doi/lich-hen";
const STATES: [&str; 4] = ["booked", "arrived", "cancelled", "missed"];

const HEADS: [ListHead; 5] = [
    ListHead::new("ma", "counter-head-booking"),
    ListHead::sorting("luc", "counter-head-slot"),
    ListHead::new("noi", "counter-head-office"),
    ListHead::new("dich-vu", "counter-head-service"),
    ListHead::new("trang-thai", "counter-head-state"),
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

/// The list, or its file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(VIEW);
    let names = Names::of(&ctx, &store::all_offices(&ctx.app.store, &scope).await?).await?;
    let list = narrowed(&ctx, &query);
    let all = Choice::new("", ctx.t("counter-all"), query.get("trang-thai").is_none());
    let states =
        STATES.map(|s| Choice::new(s, booking_tag(&ctx.locale, s).text, query.get("trang-thai") == Some(s)));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "lich-hen",
        caption: ctx.t("counter-bookings-caption"),
        heads: &HEADS,
        filters: vec![
            Filter::date("ngay", ctx.t("counter-head-day"), query.get("ngay").unwrap_or_default()),
            Filter::select(
                "trang-thai",
                ctx.t("counter-head-state"),
                std::iter::once(all).chain(states).collect(),
            ),
        ],
        empty: Empty::new(ctx.t("counter-bookings-none"), ctx.t("counter-bookings-none-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, move |ctx, b: &Booking| Ok(values(ctx, &names, b))).await;
    }
    let found = list.page::<Booking>(&ctx.app.store, &query).await?;
    let title = ctx.t("counter-tab-bookings");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("counter-bookings-lead"), ..Head::default() },
        tabs: tabs(&ctx, PATH),
        notes: Vec::new(),
        tables: vec![listing.table(&found, |b| row(&ctx, &names, b))],
    })
}

/// The appointments of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::bookings().descending();
    list.within(&ctx.scope(VIEW), "b.agency_id");
    if let Some(day) = query.get("ngay").and_then(|d| d.parse::<Day>().ok()) {
        list.and("b.day_on = ?", [day.to_string().into()]);
    }
    if let Some(state) = query.get("trang-thai") {
        list.and("b.state = ?", [state.into()]);
    }
    list
}

fn row(ctx: &Ctx, names: &Names, b: &Booking) -> Row {
    Row::new(vec![
        Cell::number(b.code.clone()),
        vn(Some(b.slot_at)).into(),
        names.office(b.office_id).into(),
        names.service(b.service_id).into(),
        booking_tag(&ctx.locale, &b.state).into(),
    ])
}

fn values(ctx: &Ctx, names: &Names, b: &Booking) -> Vec<Value> {
    vec![
        Value::Text(b.code.clone()),
        Value::moment(Some(b.slot_at)),
        Value::Text(names.office(b.office_id)),
        Value::Text(names.service(b.service_id)),
        Value::Text(booking_tag(&ctx.locale, &b.state).text),
    ]
}
