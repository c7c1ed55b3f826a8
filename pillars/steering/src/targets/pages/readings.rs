//! /so-chot: readings frozen at a day; /so-chot/{id}: one with its definition, the hash of its evidence month by month, and
//! (…/doi-chieu) whether the records still say the same.

use super::super::board;
use super::super::freezing::{self, Verdict};
use super::super::rules::Chunk;
use super::super::store::readings::{self, Reading};
use super::super::words::Writer;
use axum::extract::Path;
use axum::response::Response;
use contracts::programme::{Definitions, Measure, Unit};
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use std::sync::Arc;
use ui::{Cell, Choice, Column, Filter, ListHead, Row, Table};

#[derive(askama::Template)]
#[template(path = "targets/pages/readings.html")]
struct ListView {
    page: ui::Page,
    head: ui::Head,
    table: Table,
}

#[derive(askama::Template)]
#[template(path = "targets/pages/reading.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    found: Option<ui::Inset>,
    moved: Option<Table>,
    summary: ui::SummaryList,
    chunks: Table,
}

/// Address of the list.
const PATH: &str = "/so-chot";

const HEADS: [ListHead; 7] = [
    ListHead::sorting("chi-tieu", "targets-column-measure"),
    ListHead::new("co-quan", "targets-column-agency"),
    ListHead::sorting("ky", "targets-column-period"),
    ListHead::figure("gia-tri", "targets-column-value"),
    ListHead { sort: Some("so"), ..ListHead::figure("so", "targets-column-count") },
    ListHead::new("ban", "targets-column-version"),
    ListHead::sorting("chot-luc", "targets-column-frozen"),
];

/// The list under the filters asked for.
pub(in super::super) fn narrowed(ctx: &Ctx, query: &Query, measures: &[Measure]) -> ListQuery<'static> {
    let mut list = readings::list();
    if let Some(measure) = query.get("chi-tieu").and_then(|slug| measures.iter().find(|m| m.slug == slug)) {
        list.and("r.measure = ?", [measure.code.clone().into()]);
    }
    if let Some(period) = query.get("ky") {
        list.and("r.period = ?", [period.into()]);
    }
    if let Some(agency) =
        query.get("co-quan").and_then(|code| ctx.app.directory().by_code(code).map(|a| a.id))
    {
        list.and("r.agency_id = ?", [agency.into()]);
    }
    list
}

async fn measures(ctx: &Ctx) -> Result<Vec<Measure>> {
    Ok(board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default())
}

pub(in super::super) async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let measures = measures(&ctx).await?;
    let writer = Writer::new(&ctx.locale);
    let title = ctx.t("targets-frozen-title");
    let chosen = query.get("chi-tieu").unwrap_or_default();
    let all = Choice::new("", ctx.t("targets-all-measures"), chosen.is_empty());
    let offered = measures.iter().map(|m| Choice::new(m.slug.clone(), writer.name(m), m.slug == chosen));
    let listing = ui::Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "so-chot",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select(
            "chi-tieu",
            ctx.t("targets-column-measure"),
            std::iter::once(all).chain(offered).collect(),
        )],
        empty: ui::Empty::new(ctx.t("targets-readings-none-title"), ctx.t("targets-readings-none")),
    };
    let list = narrowed(&ctx, &query, &measures);
    if let Some(kind) = ui::Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, r: &Reading| Ok(values(ctx, r))).await;
    }
    let found = list.page::<Reading>(&ctx.app.store, &query).await?;
    let unit = |r: &Reading| measures.iter().find(|m| m.code == r.measure).map_or(Unit::Count, |m| m.unit);
    let mut table = listing.table(&found, |r| {
        let at = Moment::from_micros(r.measured_at);
        Row::new(vec![
            Cell::link(format!("{PATH}/{}", r.id), name(r)),
            Cell::text(ctx.app.directory().short_name(r.agency_id)),
            Cell::text(writer.period(&r.period)),
            Cell::number(writer.maybe(r.value, unit(r))),
            Cell::number(writer.whole(r.count)),
            Cell::text(short_version(&ctx, r.version)),
            Cell::moment(at.iso(), at.vn()),
        ])
    });
    table.caption_hidden = true;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()).with_back("/muc-tieu", ctx.t("targets-title")),
        head: ui::Head { lead: ctx.t("targets-frozen-lead"), ..ui::Head::new(title) },
        table,
    })
}

/// The version of the definition in a list: the programme's own, or the number of the city's.
fn short_version(ctx: &Ctx, version: i64) -> String {
    if version == 0 { ctx.t("targets-version-programme") } else { version.to_string() }
}

fn values(ctx: &Ctx, r: &Reading) -> Vec<Value> {
    vec![
        Value::Text(name(r)),
        Value::Text(ctx.app.directory().name(r.agency_id).to_owned()),
        Value::Text(r.period.clone()),
        r.value.map_or(Value::Text(String::new()), Value::Number),
        Value::Number(r.count as f64),
        Value::Number(r.version as f64),
        Value::moment(Some(r.measured_at)),
    ]
}

/// What the measure was called when it was read; older readings did not keep it.
fn name(r: &Reading) -> String {
    let kept: serde_json::Value = serde_json::from_str(&r.definition).unwrap_or_default();
    kept.get("name").and_then(|n| n.as_str()).map_or_else(|| r.measure.clone(), str::to_owned)
}

pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let reading = readings::get(&ctx.app.store, id).await?;
    view(&ctx, &reading, None).await
}

/// Recounts the evidence and says what it found; a look at counts only, no record is shown.
pub(in super::super) async fn verify(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let reading = readings::get(&ctx.app.store, id).await?;
    let verdict = freezing::verify(&ctx.app, &reading).await?;
    view(&ctx, &reading, Some(verdict)).await
}

/// The word of a verdict, in addresses of texts and in the interface.
pub(in super::super) fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Unsealed => "unsealed",
        Verdict::Same => "same",
        Verdict::CountedOtherwise => "otherwise",
        Verdict::Differs(_) => "differs",
    }
}

async fn view(ctx: &Ctx, r: &Reading, verdict: Option<Verdict>) -> Result<Response> {
    let measures = measures(ctx).await?;
    let measure = measures.iter().find(|m| m.code == r.measure);
    let writer = Writer::new(&ctx.locale);
    let agency = ctx.app.directory().get(r.agency_id).cloned().ok_or(Error::NotFound)?;
    let title = ctx.tn("targets-frozen-one", &[("measure", name(r)), ("period", writer.period(&r.period))]);
    let mut head = ui::Head { caption: agency.name.clone(), ..ui::Head::new(title.clone()) };
    if ctx.may(super::super::slice::RECORDS, r.agency_id) && !r.evidence_hash.is_empty() {
        head.actions = vec![ui::Action::link(
            format!("{PATH}/{}/doi-chieu", r.id),
            ctx.t("targets-verify"),
            ui::ActionKind::Primary,
        )];
    }
    let found = verdict.as_ref().map(|v| ui::Inset { text: ctx.t(&format!("targets-verdict-{}", word(v))) });
    let moved = match (&verdict, measure) {
        (Some(Verdict::Differs(months)), Some(measure)) => {
            let mut table = Table::new(&writer.words, "khac", ctx.t("targets-moved"));
            table.columns = vec![
                Column::new("thang", ctx.t("targets-column-period")),
                Column::numeric("khi-chot", ctx.t("targets-moved-then")),
                Column::numeric("nay", ctx.t("targets-moved-now")),
            ];
            table.rows = months
                .iter()
                .map(|m| {
                    let of = if m.month.is_empty() { &r.period } else { &m.month };
                    let href = format!("/muc-tieu/{}/ho-so?ky={of}&co-quan={}", measure.slug, agency.code);
                    Row::new(vec![
                        Cell::link(href, writer.period(of)),
                        Cell::number(writer.whole(m.then)),
                        Cell::number(writer.whole(m.now)),
                    ])
                })
                .collect();
            Some(table)
        }
        _ => None,
    };
    let summary = summary(ctx, &writer, r, measure).await?;
    ui::html(&View {
        page: ui::page(ctx, title).with_back(PATH, ctx.t("targets-frozen-title")),
        head,
        found,
        moved,
        summary,
        chunks: chunks(ctx, &writer, r)?,
    })
}

async fn summary(
    ctx: &Ctx,
    writer: &Writer<'_>,
    r: &Reading,
    measure: Option<&Measure>,
) -> Result<ui::SummaryList> {
    let kept: serde_json::Value = serde_json::from_str(&r.definition)?;
    let unit = measure.map_or(Unit::Count, |m| m.unit);
    let at = Moment::from_micros(r.measured_at);
    let value = format!("{} · {}", writer.maybe(r.value, unit), writer.records(r.count));
    let text = |field: &str| kept.get(field).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let mut list = ui::SummaryList::new(&writer.words).row(ctx.t("targets-column-value"), value);
    if let Some(measure) = measure {
        let href = format!("/muc-tieu/{}?ky={}", measure.slug, r.period);
        list = list.row(ctx.t("targets-column-measure"), Cell::link(href, r.measure.clone()));
    }
    list = list
        .row(ctx.t("targets-formula"), text("formula"))
        .row(ctx.t("targets-column-target"), writer.maybe(kept.get("target").and_then(|t| t.as_f64()), unit))
        .row(ctx.t("targets-indicator"), text("indicator"))
        .row(ctx.t("targets-column-version"), version(ctx, r, measure).await?)
        .row(ctx.t("targets-column-frozen"), format!("{} · {}", at.vn(), r.frozen_name))
        .row(ctx.t("targets-as-of"), ui::vn_day(&r.as_of_on))
        .row(ctx.t("targets-column-hash"), r.definition_hash.clone());
    if r.evidence_hash.is_empty() {
        return Ok(list.row(ctx.t("targets-evidence-hash"), ctx.t("targets-verdict-unsealed")));
    }
    let rows = ctx.tn("targets-evidence-rows", &[("rows", writer.whole(r.evidence_rows))]);
    Ok(list.row(
        ctx.t("targets-evidence-hash"),
        Cell::Stack(vec![Cell::text(r.evidence_hash.clone()), Cell::muted(rows)]),
    ))
}

/// The version of the definition it was read by; who may see definitions gets the way to it.
async fn version(ctx: &Ctx, r: &Reading, measure: Option<&Measure>) -> Result<Cell> {
    let number = r.version.to_string();
    if r.version == 0 {
        return Ok(Cell::text(ctx.t("targets-version-programme")));
    }
    let (Some(measure), Ok(port)) = (measure, ctx.app.port::<Arc<dyn Definitions>>()) else {
        return Ok(Cell::text(number));
    };
    let approved = port.approved(&ctx.app, measure.id).await?;
    let found = approved.into_iter().find(|d| d.version == r.version);
    let args = [("version", number), ("reason", found.map(|d| d.reason).unwrap_or_default())];
    Ok(Cell::text(ctx.tn("targets-version-city", &args)))
}

fn chunks(ctx: &Ctx, writer: &Writer<'_>, r: &Reading) -> Result<Table> {
    let kept: Vec<Chunk> = serde_json::from_str(&r.chunks)?;
    let mut table = Table::new(&writer.words, "thang", ctx.t("targets-chunks"));
    table.columns = vec![
        Column::new("thang", ctx.t("targets-column-period")),
        Column::numeric("dong", ctx.t("targets-column-rows")),
        Column::new("dau", ctx.t("targets-evidence-hash")),
    ];
    table.rows = kept
        .iter()
        .map(|c| {
            let month = if c.month.is_empty() { ctx.t("targets-last-day") } else { writer.period(&c.month) };
            Row::new(vec![
                Cell::text(month),
                Cell::number(writer.whole(c.rows)),
                Cell::muted(c.hash.chars().take(16).collect::<String>()),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("targets-chunks-none-title"), ctx.t("targets-verdict-unsealed"));
    Ok(table)
}
