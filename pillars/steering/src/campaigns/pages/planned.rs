//! GET /truyen-thong/du-kien: planned pieces in force, with what was done of each; one of them is its campaign's page.

use super::super::slice::VIEW;
use super::super::store::campaigns::{self, Planned, UNFILLED};
use super::super::words::{self, Channels, with_note};
use super::{
    ListView, PATH, agency_asked, agency_filter, channel_filter, line_path, quarter_filter, tabs, with_all,
    year_filter,
};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/truyen-thong/du-kien";

const HEADS: [ListHead; 7] = [
    ListHead::new("chien-dich", "campaigns-head-campaign"),
    ListHead::sorting("kenh", "campaigns-head-channel"),
    ListHead::sorting("co-quan", "campaigns-head-agency"),
    ListHead::sorting("han", "campaigns-head-quarter"),
    ListHead { key: "so-luong", label: "campaigns-head-planned", sort: Some("so-luong"), numeric: true },
    ListHead::figure("da-lam", "campaigns-head-done"),
    ListHead::figure("kinh-phi", "campaigns-head-cost"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = campaigns::planned_list();
    list.within(&ctx.scope(VIEW), "p.agency_id");
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("p.agency_id = ?", [agency.into()]);
    }
    for (name, sql) in [("nam", "p.year = ?"), ("quy", "n.quarter = ?"), ("chien-dich", "n.line_id = ?")] {
        if let Some(asked) = query.get(name).and_then(|v| v.parse::<i64>().ok()) {
            list.and(sql, [asked.into()]);
        }
    }
    if let Some(channel) = query.get("kenh") {
        list.and("n.channel = ?", [channel.into()]);
    }
    match query.get("tinh-trang") {
        Some("behind") => {
            list.and(UNFILLED, []);
            list.and("n.due_on < ?", [ctx.today().to_string().into()]);
        }
        Some("open") => list.and(UNFILLED, []),
        Some("filled") => list.and(&format!("NOT ({UNFILLED})"), []),
        _ => {}
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let channels = Channels::read(&ctx).await?;
    let title = ctx.t("campaigns-planned");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "du-kien-truyen-thong",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, &channels)?,
        empty: Empty::new(ctx.t("campaigns-planned-empty"), ctx.t("campaigns-planned-none-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, move |ctx, n: &Planned| Ok(values(ctx, n, &channels))).await;
    }
    let found = list.page::<Planned>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |n: &Planned| row(&ctx, n, &channels));
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("campaigns-planned-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn filters(ctx: &Ctx, query: &Query, channels: &Channels) -> Result<Vec<Filter>> {
    let held = query.get("tinh-trang").unwrap_or_default();
    let standings = ["behind", "open", "filled"]
        .map(|s| Choice::new(s, ctx.t(&format!("campaigns-planned-{s}")), s == held));
    Ok(vec![
        year_filter(ctx, query),
        quarter_filter(ctx, query),
        channel_filter(ctx, query, channels),
        Filter::select("tinh-trang", ctx.t("campaigns-head-standing"), with_all(ctx, held, standings)),
        agency_filter(ctx, query)?,
    ])
}

fn done_href(n: &Planned) -> String {
    let at = format!(
        "chien-dich={}&kenh={}&nam={}&quy={}",
        n.line_id,
        ui::platform_url(&n.channel),
        n.year,
        n.quarter
    );
    format!("{PATH}/tin-bai?trang-thai=verified&{at}")
}

fn row(ctx: &Ctx, n: &Planned, channels: &Channels) -> Row {
    Row::new(vec![
        with_note(Cell::link(line_path(n.line_id), n.campaign.clone()), &n.note),
        Cell::text(channels.name(ctx, &n.channel)),
        Cell::from(ctx.app.directory().short_name(n.agency_id)),
        Cell::text(words::quarter(ctx, n.quarter, n.year)),
        Cell::number(ctx.locale.integer(n.pieces)),
        Cell::link(done_href(n), ctx.locale.integer(n.done)),
        Cell::number(words::money(ctx, n.cost)),
    ])
}

fn values(ctx: &Ctx, n: &Planned, channels: &Channels) -> Vec<Value> {
    vec![
        Value::Text(n.campaign.clone()),
        Value::Text(channels.name(ctx, &n.channel)),
        Value::Text(ctx.app.directory().name(n.agency_id).to_owned()),
        Value::Text(words::quarter(ctx, n.quarter, n.year)),
        Value::Number(n.pieces as f64),
        Value::Number(n.done as f64),
        Value::Number(n.cost as f64),
    ]
}

/// One row of planned pieces: its campaign's page shows it.
pub async fn one(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let planned = campaigns::planned(&ctx.app.store, id).await?;
    ctx.require(VIEW, planned.agency_id)?;
    Ok(redirect(&line_path(planned.line_id), None))
}
