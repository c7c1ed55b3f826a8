//! GET /bieu-phi: the schedule of fees, for everybody; who keeps it finds the ways to add and end rows.

use super::parts::{self, Desk, Section};
use crate::fees::rules::schedule::Kind;
use crate::fees::slice::SCHEDULE;
use crate::fees::store::{self, RateRow};
use axum::response::Response;
use contracts::post::{Post, TariffRow};
use contracts::procedures::Catalogue;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use std::collections::BTreeMap;
use std::sync::Arc;
use ui::{Action, ActionKind, Cell, Column, Empty, Filter, Head, ListHead, Listing, Row, Table, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/bieu-phi";

/// Most procedures that a word finds.
const MATCHES: usize = 200;

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
    let names = names(&ctx).await?;
    let list = narrowed(&ctx, &names, &query);
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
            Filter::text(
                "thu-tuc",
                ctx.t("fees-filter-procedure-name"),
                query.get("thu-tuc").unwrap_or_default(),
            ),
            parts::choose(&ctx, &query, "loai", "fees-head-kind", kinds.into()),
            Filter::select("hieu-luc", ctx.t("fees-filter-time"), times),
        ],
        empty: Empty::new(ctx.t("fees-schedule-empty"), ctx.t("fees-schedule-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, move |ctx, row: &RateRow| Ok(values(ctx, &names, row))).await;
    }
    let found = list.page::<RateRow>(&ctx.app.store, &query).await?;
    let may = ctx.viewer.as_ref().is_some_and(|v| v.has(SCHEDULE));
    let table = listing.table(&found, |r| row(&ctx, &names, r, may));
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
    view.sections.extend(postage(&ctx)?);
    view.tabs.items.retain(|_| may);
    ui::html(&view)
}

/// What the post asks for sending a result, where the city has entered its tariff.
fn postage(ctx: &Ctx) -> Result<Option<Section>> {
    let Ok(post) = ctx.app.port::<Arc<dyn Post>>() else { return Ok(None) };
    let tariff = post.tariff(ctx)?;
    if tariff.is_empty() {
        return Ok(None);
    }
    let title = ctx.t("fees-postage-title");
    let mut table = Table::new(&ui::words(&ctx.locale), "cuoc-buu-chinh", title.clone());
    table.caption_hidden = true;
    table.columns = vec![
        Column::new("dich-vu", ctx.t("fees-postage-service")),
        Column::new("vung", ctx.t("fees-postage-zone")),
        Column::numeric("muc", ctx.t("fees-head-rate")),
    ];
    let row = |row: TariffRow| {
        Row::new(vec![row.service.into(), row.zone.into(), Cell::number(parts::dong(ctx, row.amount))])
    };
    table.rows = tariff.into_iter().map(row).collect();
    let lead = ctx.t("fees-postage-lead");
    Ok(Some(parts::section("cuoc-buu-chinh", title, lead, ui::markup(&table))))
}

/// Names of the procedures in force, by code.
pub type Names = BTreeMap<String, String>;

/// Those names, from the catalogue where there is one.
pub async fn names(ctx: &Ctx) -> Result<Names> {
    let Ok(catalogue) = ctx.app.port::<Arc<dyn Catalogue>>() else { return Ok(Names::new()) };
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    Ok(all.iter().map(|v| (v.body.code.clone(), v.body.name.clone())).collect())
}

/// The code typed, and those whose name holds every word typed.
fn codes_of(names: &Names, typed: &str) -> Vec<String> {
    let folded = kernel::text::fold(typed);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut codes = vec![typed.trim().to_uppercase()];
    let named = names.iter().filter(|(_, name)| {
        let name = kernel::text::fold(name);
        words.iter().all(|word| name.contains(word))
    });
    codes.extend(named.map(|(code, _)| code.clone()).take(MATCHES));
    codes
}

/// The schedule under the filters of a query.
pub fn narrowed(ctx: &Ctx, names: &Names, query: &Query) -> ListQuery<'static> {
    let mut list = store::rates();
    let today = ctx.today().to_string();
    if query.get("hieu-luc") != Some("tat-ca") {
        list.and(
            "r.from_on <= ? AND (r.to_on IS NULL OR r.to_on >= ?)",
            [today.clone().into(), today.into()],
        );
    }
    if let Some(typed) = query.get("thu-tuc").filter(|typed| !typed.trim().is_empty()) {
        let codes = codes_of(names, typed);
        let places = vec!["?"; codes.len()].join(", ");
        list.and(&format!("r.procedure_code IN ({places})"), codes.into_iter().map(Into::into));
    }
    if let Some(kind) = query.get("loai").and_then(Kind::from_code) {
        list.and("r.kind = ?", [kind.code().into()]);
    }
    list
}

fn row(ctx: &Ctx, names: &Names, r: &RateRow, may: bool) -> Row {
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
        match names.get(&r.procedure_code) {
            Some(name) => Cell::Stack(vec![
                Cell::link(format!("/thu-tuc/{}", r.procedure_code), name.clone()),
                Cell::muted(r.procedure_code.clone()),
            ]),
            None => Cell::link(format!("/thu-tuc/{}", r.procedure_code), r.procedure_code.clone()),
        },
        r.name.clone().into(),
        ctx.t(&format!("fees-kind-{}", r.kind)).into(),
        rate,
        parts::day(&r.from_on),
        until,
        r.basis.clone().into(),
    ])
}

fn values(ctx: &Ctx, names: &Names, r: &RateRow) -> Vec<Value> {
    let procedure = match names.get(&r.procedure_code) {
        Some(name) => format!("{} – {name}", r.procedure_code),
        None => r.procedure_code.clone(),
    };
    vec![
        Value::Text(procedure),
        Value::Text(format!("{} ({})", r.name, r.unit)),
        Value::Text(ctx.t(&format!("fees-kind-{}", r.kind))),
        parts::number(r.amount),
        Value::day(&r.from_on),
        Value::day(r.to_on.as_deref().unwrap_or_default()),
        Value::Text(r.basis.clone()),
    ]
}
