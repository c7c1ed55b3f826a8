//! GET /chi-so-cchc/phieu/{id}/tieu-chi/{code}/ho-so: the very records behind what is measured of a criterion in the sheet's year, as
//! they are now. Who may not open single records sees how many there are.

use super::super::measuring;
use super::super::rules::tree::Leaf;
use super::super::slice::VIEW;
use super::super::words::Writer;
use super::{ListView, SHEETS, Whole, tabs};
use axum::extract::Path;
use axum::response::Response;
use futures::stream;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::indicators::{Evidence, Indicator, Slot};
use platform::list::PAGE;
use ui::{Cell, Column, Empty, Head, Link, ListHead, Listing, Row, Table};

const HEADS: [ListHead; 5] = [
    ListHead::new("ho-so", "par-index-head-record"),
    ListHead::new("co-quan", "par-index-head-agency"),
    ListHead::new("ngay", "par-index-head-day"),
    ListHead::figure("tu", "par-index-head-numerator"),
    ListHead::figure("mau", "par-index-head-denominator"),
];

/// Records read at once for a file.
const CHUNK: i64 = 2_000;

/// Where the records of a criterion are.
fn path(whole: &Whole, code: &str) -> String {
    format!("{}/ho-so", whole.leaf_href(code))
}

/// The points that were measured of a criterion, leading to its records.
pub(super) fn figure(ctx: &Ctx, whole: &Whole, leaf: &Leaf<'_>) -> Cell {
    let writer = Writer::new(&ctx.locale);
    let code = &leaf.node.code;
    let points = writer.maybe(whole.measured.get(code).map(|seen| seen.points));
    let known = whole.measured.contains_key(code) && measuring::indicator(&ctx.app, leaf).is_some();
    if known { Cell::link(path(whole, code), points) } else { Cell::number(points) }
}

/// The way to the records of a criterion, in words; none where no indicator measures it.
pub(super) fn way(ctx: &Ctx, whole: &Whole, leaf: &Leaf<'_>) -> Option<Cell> {
    measuring::indicator(&ctx.app, leaf)?;
    Some(Cell::link(path(whole, &leaf.node.code), ctx.t("par-index-records-see")))
}

/// Shows them, or hands them over as a file.
pub(in super::super) async fn show(
    ctx: Ctx,
    Path((id, code)): Path<(i64, String)>,
    query: Query,
) -> Result<Response> {
    let whole = Whole::load(&ctx, id, VIEW).await?;
    let leaf = whole.tree.leaf(&code).ok_or(Error::NotFound)?;
    let indicator = measuring::indicator(&ctx.app, &leaf).ok_or(Error::NotFound)?;
    let open = ctx.may(indicator.records, whole.agency.id);
    // Of what people answered not even the number is told: few of them would be known by it.
    if indicator.people.is_some() {
        ctx.require(indicator.records, whole.agency.id)?;
    }
    let slot = measuring::slot(&ctx.app, &whole.sheet, &leaf)?;
    let name = format!("{code} {}", Writer::new(&ctx.locale).node(leaf.node));
    let (path, title) = (path(&whole, &code), ctx.tn("par-index-records-title", &[("name", name.clone())]));
    let count = indicator.count(&ctx.app.store, &slot, None).await?;
    if let (Some(kind), true) = (Listing::export_kind(&query), open) {
        let listing = Listing {
            ctx: &ctx,
            query: &query,
            path: &path,
            id: "ho-so",
            caption: title,
            heads: &HEADS,
            filters: Vec::new(),
            empty: Empty::default(),
        };
        let start = (ctx.clone(), slot, Some(None));
        let chunks = stream::try_unfold(start, move |(ctx, slot, place)| async move {
            let Some(after) = place else { return Ok(None) };
            let after = after.as_ref().map(|(day, id): &(String, i64)| (day.as_str(), *id));
            let found = indicator.records(&ctx.app.store, &slot, None, after, CHUNK).await?;
            let last = found.last().map(|e| Some((e.on_day.clone(), e.record_id)));
            let rows: Vec<Vec<Value>> = found.iter().map(|e| values(&ctx, e)).collect();
            Ok(Some((rows, (ctx, slot, last))))
        });
        return listing.send(kind, count, chunks).await;
    }
    let args = [
        ("count", ctx.locale.integer(count)),
        ("from", slot.from.vn()),
        ("to", slot.to.vn()),
        ("definition", ctx.t(indicator.definition)),
    ];
    let mut lead = ctx.tn("par-index-records-lead", &args);
    if leaf.node.own_records {
        lead = format!("{lead} {}", ctx.t("par-index-own-records"));
    }
    if !open {
        lead = format!("{lead} {}", ctx.t("par-index-records-closed"));
    }
    let table = table(&ctx, &query, &path, (indicator, open), &slot).await?;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()).with_back(whole.leaf_href(&code), name),
        head: Head { caption: whole.title(), lead, ..Head::new(title) },
        tabs: tabs(&ctx, SHEETS),
        table,
    })
}

async fn table(
    ctx: &Ctx,
    query: &Query,
    path: &str,
    (indicator, open): (&Indicator, bool),
    slot: &Slot,
) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "ho-so", ctx.t("par-index-records-caption"));
    table.caption_hidden = true;
    table.columns = vec![
        Column::new("ho-so", ctx.t("par-index-head-record")),
        Column::new("co-quan", ctx.t("par-index-head-agency")),
        Column::new("ngay", ctx.t("par-index-head-day")),
        Column::numeric("tu", ctx.t("par-index-head-numerator")),
        Column::numeric("mau", ctx.t("par-index-head-denominator")),
    ];
    table.empty = Empty::new(ctx.t("par-index-records-none-title"), ctx.t("par-index-records-none"));
    if !open {
        return Ok(table);
    }
    let after =
        query.get("sau").and_then(|c| c.split_once(':')).and_then(|(day, id)| Some((day, id.parse().ok()?)));
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = indicator.records(&ctx.app.store, slot, None, after, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    table.next = found.last().filter(|_| more).map(|e| format!("{path}?sau={}:{}", e.on_day, e.record_id));
    table.exports = ["csv", "xlsx"]
        .into_iter()
        .map(|kind| Link::new(format!("{path}?dang={kind}"), kind.to_uppercase()))
        .collect();
    table.rows = found.iter().map(|e| row(ctx, indicator, e)).collect();
    Ok(table)
}

fn row(ctx: &Ctx, indicator: &Indicator, e: &Evidence) -> Row {
    let name = if ctx.may(indicator.records, e.agency_id) {
        Cell::link(indicator.record_href.replace("{id}", &e.record_id.to_string()), e.label.clone())
    } else {
        Cell::text(e.label.clone())
    };
    let day = e.on_day.parse::<Day>().map(Day::vn).unwrap_or_else(|_| e.on_day.clone());
    Row::new(vec![
        name,
        Cell::text(ctx.app.directory().short_name(e.agency_id)),
        Cell::moment(e.on_day.clone(), day),
        Cell::number(ctx.locale.integer(e.numerator)),
        Cell::number(ctx.locale.integer(e.denominator)),
    ])
}

fn values(ctx: &Ctx, e: &Evidence) -> Vec<Value> {
    vec![
        Value::Text(e.label.clone()),
        Value::Text(ctx.app.directory().name(e.agency_id).to_owned()),
        Value::day(&e.on_day),
        Value::Number(e.numerator as f64),
        Value::Number(e.denominator as f64),
    ]
}
