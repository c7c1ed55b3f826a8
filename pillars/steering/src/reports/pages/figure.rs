//! GET /bao-cao-cchc/bao-cao/{id}/so-lieu/{row}: the very records behind a figure, by the query that counted them; whether they
//! are still those that were frozen. Who may not open single records sees how many there are.

use super::super::measuring::{self, Whole};
use super::super::store::evidence;
use super::super::words;
use super::{report_path, tabs};
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

const FILE_HEADS: [ListHead; 5] = [
    ListHead::new("ho-so", "reports-head-record"),
    ListHead::new("co-quan", "reports-head-agency"),
    ListHead::new("ngay", "reports-head-day"),
    ListHead::figure("tu", "reports-head-numerator"),
    ListHead::figure("mau", "reports-head-denominator"),
];

/// Records read at once for a file.
const CHUNK: i64 = 2_000;

/// Shows them, or hands them over as a file.
pub async fn show(ctx: Ctx, Path((id, code)): Path<(i64, String)>, query: Query) -> Result<Response> {
    let whole = Whole::load(&ctx.app, super::read_report(&ctx, id).await?).await?;
    let row = whole.template.rows().find(|r| r.code == code).cloned().ok_or(Error::NotFound)?;
    let title = ctx.tn("reports-figure-title", &[("name", row.name.clone())]);
    let db = &ctx.app.store;
    let indicator = row.indicator.as_deref().and_then(|code| measuring::indicator(&ctx.app, code));
    let slot = measuring::slot(&ctx.app, db, &whole.report, &whole.window).await?;
    let path = super::figure_path(id, &code);
    let open = indicator.filter(|i| ctx.may(i.records, whole.report.agency_id));
    if let (Some(kind), Some(indicator)) = (Listing::export_kind(&query), open) {
        let listing = Listing {
            ctx: &ctx,
            query: &query,
            path: &path,
            id: "can-cu",
            caption: title,
            heads: &FILE_HEADS,
            filters: Vec::new(),
            empty: Empty::default(),
        };
        let count = indicator.count(db, &slot, None).await?;
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
    let table = records(&ctx, &query, &path, (open, &slot)).await?;
    let back = report_path(id);
    let caption = words::title(&ctx, &whole.report)?;
    ui::html(&super::ListView {
        page: ui::page(&ctx, title.clone()).with_back(back, caption.clone()),
        head: Head { caption, ..Head::new(title) },
        tabs: tabs(&ctx, super::PATH),
        notes: notes(&ctx, &whole, &code, (indicator, &slot)).await?,
        table,
    })
}

/// What the figure is, how many records it rests on, and whether they are still those that were frozen.
async fn notes(
    ctx: &Ctx,
    whole: &Whole,
    code: &str,
    (indicator, slot): (Option<&Indicator>, &Slot),
) -> Result<Vec<String>> {
    let Some(indicator) = indicator else { return Ok(vec![ctx.t("reports-figure-declared")]) };
    let sums = evidence::sums(&ctx.app.store, indicator, slot).await?;
    let days = [
        ("from", whole.window.from.vn()),
        ("to", whole.window.to.vn()),
        ("count", ctx.locale.integer(sums.records)),
        ("definition", ctx.t(indicator.definition)),
    ];
    let mut notes = vec![ctx.tn("reports-figure-note", &days)];
    let kept = whole.figures.get(code).filter(|f| whole.frozen && !f.evidence_hash.is_empty());
    if let Some(kept) = kept {
        let now = evidence::hash(&ctx.app.store, indicator, slot).await?;
        let key = if now == kept.evidence_hash { "reports-figure-same" } else { "reports-figure-changed" };
        let count = ctx.locale.integer(kept.records);
        let hash: String = kept.evidence_hash.chars().take(16).collect();
        notes.push(ctx.tn(key, &[("count", count), ("hash", hash)]));
    }
    if !ctx.may(indicator.records, whole.report.agency_id) {
        notes.push(ctx.t("reports-figure-closed"));
    }
    Ok(notes)
}

async fn records(
    ctx: &Ctx,
    query: &Query,
    path: &str,
    (open, slot): (Option<&'static Indicator>, &Slot),
) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "can-cu", ctx.t("reports-records"));
    table.columns = vec![
        Column::new("ho-so", ctx.t("reports-head-record")),
        Column::new("co-quan", ctx.t("reports-head-agency")),
        Column::new("ngay", ctx.t("reports-head-day")),
        Column::numeric("tu", ctx.t("reports-head-numerator")),
        Column::numeric("mau", ctx.t("reports-head-denominator")),
    ];
    table.empty = Empty::new(ctx.t("reports-records-empty"), ctx.t("reports-records-empty-text"));
    let Some(indicator) = open else { return Ok(table) };
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
