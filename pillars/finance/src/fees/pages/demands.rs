//! GET /khoan-thu: what dossiers owe and have paid, in one's scope.

use super::parts::{self, Desk};
use crate::fees::rules::demand::Standing;
use crate::fees::slice::VIEW;
use crate::fees::store::{self, DemandRow};
use axum::response::Response;
use kernel::{Moment, text};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Row};

/// Address of the list.
pub const PATH: &str = "/khoan-thu";

const HEADS: [ListHead; 8] = [
    ListHead::new("ma", "fees-head-dossier"),
    ListHead::new("nguoi-nop", "fees-head-payer"),
    ListHead::new("thu-tuc", "fees-head-procedure"),
    ListHead::sorting("luc", "fees-head-made"),
    ListHead { key: "phai-nop", label: "fees-head-due-dong", sort: Some("phai-nop"), numeric: true },
    ListHead::figure("da-nop", "fees-head-paid-dong"),
    ListHead { key: "con-thieu", label: "fees-head-owed-dong", sort: Some("con-thieu"), numeric: true },
    ListHead::new("tinh-trang", "fees-head-standing"),
];

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "khoan-thu",
        caption: ctx.t("fees-demands-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty: Empty::new(ctx.t("fees-demands-empty"), ctx.t("fees-demands-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &DemandRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<DemandRow>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |d| row(&ctx, d));
    let title = ctx.t("fees-demands-title");
    ui::html(&Desk {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("fees-demands-lead"), ..Head::new(title) },
        tabs: parts::tabs(&ctx, PATH),
        sections: vec![parts::bare(ui::markup(&table))],
    })
}

/// The demands of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::demands();
    list.within(&ctx.scope(VIEW), "d.agency_id");
    parts::of_agency(&mut list, query, "d.agency_id = ?");
    parts::within_days(&mut list, query, "d.rates_on >= ?", "d.rates_on <= ?");
    if let Some(standing) = Standing::ALL.into_iter().find(|s| Some(s.code()) == query.get("tinh-trang")) {
        list.and(store::stands(standing), []);
    }
    if let Some(code) = query.get("thu-tuc") {
        list.and("d.procedure_code = ?", [code.into()]);
    }
    if let Some(typed) = query.get("q") {
        let code = format!("%{}%", typed.trim().to_uppercase().replace(['%', '_'], ""));
        let name = format!("%{}%", text::fold(typed).replace(['%', '_'], ""));
        list.and("(d.dossier_code LIKE ? OR d.payer_folded LIKE ?)", [code.into(), name.into()]);
    }
    list
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let standings = Standing::ALL.map(|s| (s.code().to_owned(), parts::standing_tag(ctx, s).text));
    let mut fields = vec![
        Filter::text("q", ctx.t("fees-filter-words"), query.get("q").unwrap_or_default()),
        parts::choose(ctx, query, "tinh-trang", "fees-head-standing", standings.into()),
        Filter::text("thu-tuc", ctx.t("fees-filter-procedure"), query.get("thu-tuc").unwrap_or_default()),
    ];
    fields.extend(parts::day_filters(ctx, query));
    fields.extend(parts::agency_filter(ctx, query, &ctx.scope(VIEW)));
    fields
}

fn row(ctx: &Ctx, d: &DemandRow) -> Row {
    let made = Moment::from_micros(d.made_at);
    Row::new(vec![
        Cell::code(format!("{PATH}/{}", d.id), d.dossier_code.clone()),
        d.payer_name.clone().into(),
        d.procedure_name.clone().into(),
        Cell::Moment(made.iso(), made.day().vn()),
        Cell::number(ctx.locale.integer(d.due)),
        Cell::number(ctx.locale.integer(d.sums().held())),
        Cell::number(ctx.locale.integer(d.sums().owed())),
        parts::standing_tag(ctx, d.standing()).into(),
    ])
}

fn values(ctx: &Ctx, d: &DemandRow) -> Vec<Value> {
    vec![
        Value::Text(d.dossier_code.clone()),
        Value::Text(d.payer_name.clone()),
        Value::Text(format!("{} {}", d.procedure_code, d.procedure_name)),
        Value::Moment(Moment::from_micros(d.made_at)),
        parts::number(d.due),
        parts::number(d.sums().held()),
        parts::number(d.sums().owed()),
        Value::Text(parts::standing_tag(ctx, d.standing()).text),
    ]
}
