//! GET /hoan-phi: refunds asked, decided and given.

use super::parts::{self, Desk};
use crate::fees::slice::VIEW;
use crate::fees::store::{self, RefundRow};
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Empty, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/hoan-phi";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("luc", "fees-head-at"),
    ListHead::new("ma", "fees-head-dossier"),
    ListHead::new("ly-do", "fees-head-reason"),
    ListHead::new("nguoi", "fees-head-asker"),
    ListHead { key: "so-tien", label: "fees-head-amount", sort: Some("so-tien"), numeric: true },
    ListHead::new("tinh-trang", "fees-head-standing"),
];

/// The states of a refund.
const STATES: [&str; 4] = ["asked", "approved", "declined", "done"];

/// A refund's state as a tag.
pub fn tag(ctx: &Ctx, state: &str) -> Tag {
    let tone = match state {
        "asked" | "approved" => Tone::Warn,
        "done" => Tone::Good,
        _ => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("fees-refund-{state}")), tone)
}

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let states = STATES.map(|s| (s.to_owned(), tag(&ctx, s).text));
    let mut filters = vec![parts::choose(&ctx, &query, "tinh-trang", "fees-head-standing", states.into())];
    filters.extend(parts::agency_filter(&ctx, &query, &ctx.scope(VIEW)));
    let title = ctx.t("fees-refunds-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "hoan-phi",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("fees-refunds-empty"), ctx.t("fees-refunds-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &RefundRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<RefundRow>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |f| row(&ctx, f));
    ui::html(&Desk {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("fees-refunds-lead"), ..Head::new(title) },
        tabs: parts::tabs(&ctx, PATH),
        sections: vec![parts::bare(ui::markup(&table))],
    })
}

/// The refunds of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::refunds();
    list.within(&ctx.scope(VIEW), "f.agency_id");
    parts::of_agency(&mut list, query, "f.agency_id = ?");
    if let Some(state) = query.get("tinh-trang") {
        list.and("f.state = ?", [state.into()]);
    }
    list
}

fn row(ctx: &Ctx, f: &RefundRow) -> Row {
    Row::new(vec![
        Cell::Stack(vec![
            Cell::link(
                format!("{PATH}/{}", f.id),
                ctx.tn("fees-refund-number", &[("number", f.id.to_string())]),
            ),
            parts::moment(f.asked_at),
        ]),
        Cell::link(format!("/khoan-thu/{}", f.demand_id), f.dossier_code.clone()),
        f.reason.clone().into(),
        f.asker_name.clone().into(),
        Cell::number(parts::dong(ctx, f.amount)),
        tag(ctx, &f.state).into(),
    ])
}

fn values(ctx: &Ctx, f: &RefundRow) -> Vec<Value> {
    vec![
        Value::Moment(Moment::from_micros(f.asked_at)),
        Value::Text(f.dossier_code.clone()),
        Value::Text(f.reason.clone()),
        Value::Text(f.asker_name.clone()),
        parts::number(f.amount),
        Value::Text(tag(ctx, &f.state).text),
    ]
}
