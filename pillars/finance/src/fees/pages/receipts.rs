//! GET /bien-lai: receipts by their numbers, cancelled ones with them.

use super::parts::{self, Desk};
use crate::fees::rules::book::receipt_number;
use crate::fees::slice::VIEW;
use crate::fees::store::{self, ReceiptRow};
use axum::response::Response;
use kernel::{Moment, text};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/bien-lai";

const HEADS: [ListHead; 8] = [
    ListHead::sorting("so", "fees-head-receipt"),
    ListHead::sorting("luc", "fees-head-at"),
    ListHead::new("ma", "fees-head-dossier"),
    ListHead::new("nguoi-nop", "fees-head-payer"),
    ListHead::new("cach", "fees-head-way"),
    ListHead::new("nguoi-thu", "fees-head-taker"),
    ListHead { key: "so-tien", label: "fees-head-amount", sort: Some("so-tien"), numeric: true },
    ListHead::new("con", "fees-head-standing"),
];

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let standing = ["co", "huy"].map(|s| (s.to_owned(), ctx.t(&format!("fees-payment-{s}"))));
    let mut filters = vec![
        Filter::text("q", ctx.t("fees-filter-words"), query.get("q").unwrap_or_default()),
        Filter::text("nam", ctx.t("fees-filter-year"), query.get("nam").unwrap_or_default()),
        parts::choose(&ctx, &query, "con", "fees-head-standing", standing.into()),
    ];
    filters.extend(parts::day_filters(&ctx, &query));
    filters.extend(parts::agency_filter(&ctx, &query, &ctx.scope(VIEW)));
    let title = ctx.t("fees-receipts-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "bien-lai",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("fees-receipts-empty"), ctx.t("fees-payments-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &ReceiptRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<ReceiptRow>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |r| row(&ctx, r));
    ui::html(&Desk {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("fees-receipts-lead"), ..Head::new(title) },
        tabs: parts::tabs(&ctx, PATH),
        sections: vec![parts::bare(ui::markup(&table))],
    })
}

/// The receipts of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::receipts();
    list.within(&ctx.scope(VIEW), "r.agency_id");
    parts::of_agency(&mut list, query, "r.agency_id = ?");
    parts::within_days(&mut list, query, "r.issued_on >= ?", "r.issued_on <= ?");
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("r.year = ?", [year.into()]);
    }
    match query.get("con") {
        Some("co") => list.and("r.cancelled_at IS NULL", []),
        Some("huy") => list.and("r.cancelled_at IS NOT NULL", []),
        _ => {}
    }
    if let Some(typed) = query.get("q") {
        let code = format!("%{}%", typed.trim().to_uppercase().replace(['%', '_'], ""));
        let name = format!("%{}%", text::fold(typed).replace(['%', '_'], ""));
        list.and("(d.dossier_code LIKE ? OR d.payer_folded LIKE ?)", [code.into(), name.into()]);
    }
    list
}

fn row(ctx: &Ctx, r: &ReceiptRow) -> Row {
    let standing = match r.cancelled_at {
        Some(_) => Cell::Stack(vec![
            Tag::new(ctx.t("fees-cancelled"), Tone::Warn).into(),
            Cell::muted(r.cancel_reason.clone().unwrap_or_default()),
            Cell::muted(r.canceller_name.clone().unwrap_or_default()),
        ]),
        None => Tag::new(ctx.t("fees-payment-co"), Tone::Good).into(),
    };
    Row::new(vec![
        Cell::code(format!("{PATH}/{}/in", r.id), receipt_number(r.year, r.number)),
        parts::moment(r.issued_at),
        Cell::link(format!("/khoan-thu/{}", r.demand_id), r.dossier_code.clone()),
        r.payer_name.clone().into(),
        parts::way(ctx, &r.way).into(),
        r.issuer_name.clone().into(),
        Cell::number(parts::dong(ctx, r.amount)),
        standing,
    ])
}

fn values(ctx: &Ctx, r: &ReceiptRow) -> Vec<Value> {
    vec![
        Value::Text(receipt_number(r.year, r.number)),
        Value::Moment(Moment::from_micros(r.issued_at)),
        Value::Text(r.dossier_code.clone()),
        Value::Text(r.payer_name.clone()),
        Value::Text(parts::way(ctx, &r.way)),
        Value::Text(r.issuer_name.clone()),
        parts::number(if r.cancelled_at.is_some() { 0 } else { r.amount }),
        Value::Text(ctx.t(if r.cancelled_at.is_some() { "fees-cancelled" } else { "fees-payment-co" })),
    ]
}
