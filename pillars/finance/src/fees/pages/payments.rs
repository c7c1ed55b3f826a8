//! GET /giao-dich: money that came, at the counter, through the gateway or noted by the desk.

use super::parts::{self, Desk};
use crate::fees::rules::book::receipt_number;
use crate::fees::slice::VIEW;
use crate::fees::store::{self, PaymentRow};
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Cell, Empty, Head, ListHead, Listing, Row, Tag, Tone};

const PATH: &str = "/giao-dich";

const HEADS: [ListHead; 8] = [
    ListHead::sorting("luc", "fees-head-at"),
    ListHead::new("ma", "fees-head-dossier"),
    ListHead::new("thu-tuc", "fees-head-procedure"),
    ListHead::new("cach", "fees-head-way"),
    ListHead::new("bien-lai", "fees-head-receipt"),
    ListHead::new("ma-cong", "fees-head-gateway-number"),
    ListHead::new("nguoi-thu", "fees-head-taker"),
    ListHead { key: "so-tien", label: "fees-head-amount", sort: Some("so-tien"), numeric: true },
];

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::payments();
    list.within(&ctx.scope(VIEW), "p.agency_id");
    parts::of_agency(&mut list, &query, "p.agency_id = ?");
    parts::within_days(&mut list, &query, "p.paid_on >= ?", "p.paid_on <= ?");
    if let Some(way) = query.get("cach") {
        list.and("p.way = ?", [way.into()]);
    }
    if let Some(code) = query.get("thu-tuc") {
        list.and("d.procedure_code = ?", [code.into()]);
    }
    if let Some(field) = query.get("linh-vuc") {
        list.and("d.field = ?", [field.into()]);
    }
    if let Some(code) = query.get("ho-so") {
        list.and("d.dossier_code = ?", [code.trim().into()]);
    }
    match query.get("con") {
        Some("co") => list.and("p.cancelled_at IS NULL", []),
        Some("huy") => list.and("p.cancelled_at IS NOT NULL", []),
        _ => {}
    }
    let ways = ["cash", "online", "paper"].map(|w| (w.to_owned(), parts::way(&ctx, w)));
    let standing = ["co", "huy"].map(|s| (s.to_owned(), ctx.t(&format!("fees-payment-{s}"))));
    let mut filters = vec![
        parts::choose(&ctx, &query, "cach", "fees-head-way", ways.into()),
        parts::choose(&ctx, &query, "con", "fees-head-standing", standing.into()),
        ui::Filter::text("thu-tuc", ctx.t("fees-filter-procedure"), query.get("thu-tuc").unwrap_or_default()),
        ui::Filter::text("linh-vuc", ctx.t("fees-filter-field"), query.get("linh-vuc").unwrap_or_default()),
        ui::Filter::text("ho-so", ctx.t("fees-head-dossier"), query.get("ho-so").unwrap_or_default()),
    ];
    filters.extend(parts::day_filters(&ctx, &query));
    filters.extend(parts::agency_filter(&ctx, &query, &ctx.scope(VIEW)));
    let title = ctx.t("fees-payments-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "giao-dich",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("fees-payments-empty"), ctx.t("fees-payments-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &PaymentRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<PaymentRow>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |p| row(&ctx, p));
    ui::html(&Desk {
        page: ui::page(&ctx, title.clone()),
        head: Head::new(title),
        tabs: parts::tabs(&ctx, PATH),
        sections: vec![parts::bare(ui::markup(&table))],
    })
}

/// The number of a payment's receipt, ours or a paper one's.
fn number(p: &PaymentRow) -> String {
    let own = p.receipt_year.zip(p.receipt_number).map(|(year, n)| receipt_number(year, n));
    own.or_else(|| p.paper_number.clone()).unwrap_or_default()
}

fn row(ctx: &Ctx, p: &PaymentRow) -> Row {
    let amount = Cell::number(parts::dong(ctx, p.amount));
    let amount = match p.cancelled_at {
        Some(_) => Cell::Stack(vec![amount, Tag::new(ctx.t("fees-cancelled"), Tone::Warn).into()]),
        None => amount,
    };
    Row::new(vec![
        parts::moment(p.paid_at),
        Cell::code(format!("/khoan-thu/{}", p.demand_id), p.dossier_code.clone()),
        p.procedure_name.clone().into(),
        parts::way(ctx, &p.way).into(),
        match p.receipt_id {
            Some(id) => Cell::code(format!("/bien-lai/{id}/in"), number(p)),
            None => Cell::number(number(p)),
        },
        p.reference.clone().unwrap_or_default().into(),
        p.taker_name.clone().into(),
        amount,
    ])
}

fn values(ctx: &Ctx, p: &PaymentRow) -> Vec<Value> {
    let way = parts::way(ctx, &p.way);
    let way = if p.cancelled_at.is_some() { format!("{way} ({})", ctx.t("fees-cancelled")) } else { way };
    vec![
        Value::Moment(Moment::from_micros(p.paid_at)),
        Value::Text(p.dossier_code.clone()),
        Value::Text(p.procedure_name.clone()),
        Value::Text(way),
        Value::Text(number(p)),
        Value::Text(p.reference.clone().unwrap_or_default()),
        Value::Text(p.taker_name.clone()),
        // A cancelled payment stays in the file, with nothing to add up.
        parts::number(if p.cancelled_at.is_some() { 0 } else { p.amount }),
    ]
}
