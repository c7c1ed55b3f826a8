//! GET /bieu-phi: the schedule of fees, for everybody; who keeps it finds the ways to add and end rows.

use super::parts::{self, Desk};
use crate::fees::rules::schedule::Kind;
use crate::fees::slice::SCHEDULE;
use crate::fees::store::{self, RateRow};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/bieu-phi";

const HEADS: [ListHead; 7] = [
    ListHead::sorting("thu-tuc", "fees-head-procedure"),
    ListHead::new("ten", "fees-head-name"),
    ListHead::new("loai", "fees-head-kind"),
    ListHead { key: "muc", label: "fees-head-rate", sort: Some("muc"), numeric: true },
    ListHead::sorting("tu", "fees-head-valid-from"),
    ListHead::new("den", "fees-head-valid-to"),
    ListHead::new("can-cu", "fees-head-basis"),
];

/// The list; what holds today unless `hieu-luc=tat-ca`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let kinds = Kind::ALL.map(|k| (k.code().to_owned(), ctx.t(&format!("fees-kind-{}", k.code()))));
    let past = ctx.t("fees-schedule-with-past");
    let held = query.get("hieu-luc") == Some("tat-ca");
    let times =
        vec![ui::Choice::new("", ctx.t("fees-schedule-today"), !held), ui::Choice::new("tat-ca", past, held)];
    let title = ctx.t("fees-schedule-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "bieu-phi",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::text("thu-tuc", ctx.t("fees-filter-procedure"), query.get("thu-tuc").unwrap_or_default()),
            parts::choose(&ctx, &query, "loai", "fees-head-kind", kinds.into()),
            Filter::select("hieu-luc", ctx.t("fees-filter-time"), times),
        ],
        empty: Empty::new(ctx.t("fees-schedule-empty"), ctx.t("fees-schedule-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &RateRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<RateRow>(&ctx.app.store, &query).await?;
    let may = ctx.viewer.as_ref().is_some_and(|v| v.has(SCHEDULE));
    let table = listing.table(&found, |r| row(&ctx, r, may));
    let mut head = Head { lead: ctx.t("fees-schedule-lead"), ..Head::new(title.clone()) };
    if may {
        head.actions = vec![Action::link("/bieu-phi/moi", ctx.t("fees-rate-add"), ActionKind::Primary)];
    }
    let mut view = Desk {
        page: ui::page(&ctx, title),
        head,
        tabs: parts::tabs(&ctx, ""),
        sections: vec![parts::bare(ui::markup(&table))],
    };
    view.tabs.items.retain(|_| may);
    ui::html(&view)
}

/// The schedule under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::rates();
    let today = ctx.today().to_string();
    if query.get("hieu-luc") != Some("tat-ca") {
        list.and(
            "r.from_on <= ? AND (r.to_on IS NULL OR r.to_on >= ?)",
            [today.clone().into(), today.into()],
        );
    }
    if let Some(code) = query.get("thu-tuc") {
        list.and("r.procedure_code = ?", [code.trim().to_uppercase().into()]);
    }
    if let Some(kind) = query.get("loai").and_then(Kind::from_code) {
        list.and("r.kind = ?", [kind.code().into()]);
    }
    list
}

fn row(ctx: &Ctx, r: &RateRow, may: bool) -> Row {
    let rate = Cell::number(format!("{} {}", ctx.locale.integer(r.amount), r.unit));
    let rate = if r.confirmed {
        rate
    } else {
        Cell::Stack(vec![rate, Tag::new(ctx.t("fees-rate-unconfirmed"), Tone::Warn).into()])
    };
    let until: Cell = match &r.to_on {
        Some(day) => parts::day(day),
        None if may => Cell::link(format!("{PATH}/{}/het", r.id), ctx.t("fees-rate-end")),
        None => Cell::Empty,
    };
    Row::new(vec![
        Cell::link(format!("/thu-tuc/{}", r.procedure_code), r.procedure_code.clone()),
        r.name.clone().into(),
        ctx.t(&format!("fees-kind-{}", r.kind)).into(),
        rate,
        parts::day(&r.from_on),
        until,
        r.basis.clone().into(),
    ])
}

fn values(ctx: &Ctx, r: &RateRow) -> Vec<Value> {
    vec![
        Value::Text(r.procedure_code.clone()),
        Value::Text(format!("{} ({})", r.name, r.unit)),
        Value::Text(ctx.t(&format!("fees-kind-{}", r.kind))),
        parts::number(r.amount),
        Value::day(&r.from_on),
        Value::day(r.to_on.as_deref().unwrap_or_default()),
        Value::Text(r.basis.clone()),
    ]
}
