//! /muc-tieu/{slug}/ho-so: the very records behind a value, from the same evidence query that gave it.
//! Without the right to see records: how many there are in each agency, and nothing of any one of them.

use super::super::board;
use super::super::rules::{Kind, Span, measured};
use super::super::series;
use super::super::slice::RECORDS;
use super::super::store::figures;
use super::super::words::Writer;
use super::parts::{self, Filters};
use axum::extract::Path;
use contracts::programme::Measure;
use futures::stream;
use kernel::Day;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::export::{Kind as FileKind, Value};
use platform::http::Query;
use platform::indicators::{Evidence, Indicator, Slot};
use platform::list::PAGE;
use platform::{Ctx, Scope};
use ui::{Cell, Choice, Column, Filter, Row, Table, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "targets/pages/records.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    filters: Filters,
    note: Option<ui::Inset>,
    table: Table,
}

/// Columns of the file.
const FILE_HEADS: [ui::ListHead; 9] = [
    ui::ListHead::new("ho-so", "targets-column-record"),
    ui::ListHead::new("co-quan", "targets-column-agency"),
    ui::ListHead::new("ngay", "targets-column-day"),
    ui::ListHead::new("thu-tuc", "targets-column-procedure"),
    ui::ListHead::new("kenh", "targets-column-channel"),
    ui::ListHead::new("ly-do", "targets-column-reason"),
    ui::ListHead::figure("tu", "targets-column-numerator"),
    ui::ListHead::figure("mau", "targets-column-denominator"),
    ui::ListHead::figure("so-ngay", "targets-column-days"),
];

/// Records read at once for a file.
const FILE_CHUNK: i64 = 2000;

struct Asked {
    measure: Measure,
    indicator: &'static Indicator,
    series: series::Series,
    agency: AgencyRef,
    span: Span,
    slot: Slot,
    only: Option<bool>,
}

pub(in super::super) async fn show(
    ctx: Ctx,
    Path(slug): Path<String>,
    query: Query,
) -> Result<axum::response::Response> {
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let measure = programme.measures.iter().find(|m| m.slug == slug).cloned().ok_or(Error::NotFound)?;
    let (indicator, series) =
        measure.indicator.as_deref().and_then(|code| series::of(&ctx.app, code)).ok_or(Error::NotFound)?;
    let agency = parts::agency_of(&ctx, &query)?;
    let span = parts::span(&ctx, &query, Some(&programme));
    let (from, to) = span.days(ctx.today());
    let named = |name: &str| query.get(name).map(str::to_owned);
    let scope = scope(&ctx, indicator);
    let slot = Slot {
        from,
        to,
        today: ctx.today(),
        agencies: within(&ctx, &scope, &agency),
        procedure: named("procedure"),
        field: named("field"),
        channel: named("channel"),
        reason: named("reason"),
    };
    let only = match query.get("loc") {
        Some("dat") => Some(true),
        Some("khong-dat") => Some(false),
        _ => None,
    };
    let asked = Asked { measure, indicator, series, agency, span, slot, only };
    let open = scope != Scope::None;
    if let Some(kind) = ui::Listing::export_kind(&query).filter(|_| open) {
        return export(&ctx, &query, asked, kind).await;
    }
    let writer = Writer::new(&ctx.locale);
    let name = writer.name(&asked.measure);
    let table = if open { records(&ctx, &asked, &query).await? } else { counts(&ctx, &asked).await? };
    let mut span_filter = vec![parts::span_filter(&ctx, span, Some(&programme))];
    if open && series::kind(indicator) == Kind::Share {
        span_filter.push(outcome_filter(&ctx, &query));
    }
    let back = format!("/muc-tieu/{slug}{}", parts::query_of(&ctx, span, &asked.agency));
    ui::html(&View {
        page: ui::page(&ctx, ctx.tn("targets-records-title", &[("name", name.clone())]))
            .with_back(back, name.clone()),
        head: ui::Head {
            caption: format!("{} · {}", asked.measure.code, asked.agency.name),
            lead: writer.span(span, ctx.today()),
            ..ui::Head::new(ctx.tn("targets-records-title", &[("name", name)]))
        },
        filters: Filters {
            words: writer.words.clone(),
            id: "ho-so",
            action: format!("/muc-tieu/{slug}/ho-so"),
            hidden: kept(&query, &["ky", "loc", "sau", "dang"]),
            filters: span_filter,
        },
        note: note(&ctx, &asked, open).await?.map(|text| ui::Inset { text }),
        table,
    })
}

/// The query's parameters without some.
fn kept(query: &Query, without: &[&str]) -> Vec<(String, String)> {
    let other = |(n, v): &&(String, String)| !v.is_empty() && !without.contains(&n.as_str());
    query.0.iter().filter(other).cloned().collect()
}

fn href(asked: &Asked, query: &Query, set: &[(&str, &str)]) -> String {
    let mut pairs = kept(query, &["sau", "dang"]);
    pairs.extend(set.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    let text: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={}", ui::platform_url(v))).collect();
    format!("/muc-tieu/{}/ho-so?{}", asked.measure.slug, text.join("&"))
}

/// Where the viewer may see single records. An answer is shown to those only who may open it: one sheet is one person.
pub(in super::super) fn scope(ctx: &Ctx, indicator: &Indicator) -> Scope {
    let records = ctx.scope(RECORDS);
    if indicator.people.is_none() {
        return records;
    }
    match (records, ctx.scope(indicator.records)) {
        (Scope::None, _) | (_, Scope::None) => Scope::None,
        (Scope::All, other) | (other, Scope::All) => other,
        (Scope::Agencies(one), other) => {
            let both: Vec<i64> = one.into_iter().filter(|id| other.covers(*id)).collect();
            if both.is_empty() { Scope::None } else { Scope::Agencies(both) }
        }
    }
}

/// What the list does not show: nothing single without the right, and only one's own agencies with a narrower one.
async fn note(ctx: &Ctx, asked: &Asked, open: bool) -> Result<Option<String>> {
    if !open {
        let answers = asked.indicator.people.is_some() && ctx.scope(RECORDS) != Scope::None;
        let key = if answers { "targets-records-answers" } else { "targets-records-closed" };
        return Ok(Some(ctx.t(key)));
    }
    let all = within(ctx, &Scope::All, &asked.agency);
    let subtree = ctx.app.directory().subtree(asked.agency.id).len();
    if asked.slot.agencies.as_ref().is_none_or(|seen| seen.len() >= subtree) {
        return Ok(None);
    }
    let db = &ctx.app.store;
    let shown = asked.indicator.count(db, &asked.slot, asked.only).await?;
    let whole = Slot { agencies: all, ..asked.slot.clone() };
    let count = asked.indicator.count(db, &whole, asked.only).await?;
    let writer = Writer::new(&ctx.locale);
    let args = [("shown", writer.whole(shown)), ("count", writer.whole(count))];
    Ok((shown < count).then(|| ctx.tn("targets-records-within", &args)))
}

/// The agencies whose records are shown: the one asked for with all below it, as far as the viewer's right reaches.
pub(in super::super) fn within(ctx: &Ctx, scope: &Scope, agency: &AgencyRef) -> Option<Vec<i64>> {
    let directory = ctx.app.directory();
    match scope {
        Scope::All if directory.is_root(agency.id) => None,
        Scope::All => Some(directory.subtree(agency.id)),
        scope => Some(directory.subtree(agency.id).into_iter().filter(|id| scope.covers(*id)).collect()),
    }
}

fn outcome_filter(ctx: &Ctx, query: &Query) -> Filter {
    let chosen = query.get("loc").unwrap_or_default();
    let choice = |code: &str, key: &str| Choice::new(code, ctx.t(key), chosen == code);
    let options = vec![
        choice("", "targets-records-all"),
        choice("khong-dat", "targets-records-failing"),
        choice("dat", "targets-records-counting"),
    ];
    Filter::select("loc", ctx.t("targets-records-filter"), options)
}

fn heads(ctx: &Ctx, asked: &Asked) -> Vec<Column> {
    let mut columns = vec![
        Column::new("ma", ctx.t("targets-column-record")),
        Column::new("co-quan", ctx.t("targets-column-agency")),
        Column::new("ngay", ctx.t("targets-column-day")),
    ];
    match series::kind(asked.indicator) {
        Kind::Percentile(_) => columns.push(Column::numeric("so-ngay", ctx.t("targets-column-days"))),
        _ => columns.push(Column::new("ket-qua", ctx.t("targets-column-counts"))),
    }
    columns
}

async fn records(ctx: &Ctx, asked: &Asked, query: &Query) -> Result<Table> {
    let after =
        query.get("sau").and_then(|c| c.split_once(':')).and_then(|(day, id)| Some((day, id.parse().ok()?)));
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = asked.indicator.records(&ctx.app.store, &asked.slot, asked.only, after, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "can-cu", ctx.t("targets-records-caption"));
    table.columns = heads(ctx, asked);
    table.next = found
        .last()
        .filter(|_| more)
        .map(|e| href(asked, query, &[("sau", &format!("{}:{}", e.on_day, e.record_id))]));
    table.exports = ["csv", "xlsx"]
        .into_iter()
        .map(|kind| ui::Link::new(href(asked, query, &[("dang", kind)]), kind.to_uppercase()))
        .collect();
    if more {
        table.export_note = ui::export_note(ctx);
    }
    table.rows = found.iter().map(|e| row(ctx, asked, &writer, e)).collect();
    table.empty = ui::Empty::new(ctx.t("targets-records-none-title"), ctx.t("targets-records-none"));
    Ok(table)
}

fn row(ctx: &Ctx, asked: &Asked, writer: &Writer<'_>, evidence: &Evidence) -> Row {
    let name = if ctx.may(asked.indicator.records, evidence.agency_id) {
        let href = asked.indicator.record_href.replace("{id}", &evidence.record_id.to_string());
        Cell::link(href, evidence.label.clone())
    } else {
        Cell::text(evidence.label.clone())
    };
    let last = match series::kind(asked.indicator) {
        Kind::Percentile(_) => Cell::number(writer.number(evidence.value as f64 / 2.0)),
        _ if evidence.numerator > 0 => Tag::new(ctx.t("targets-counts-yes"), Tone::Neutral).into(),
        _ => Tag::new(ctx.t("targets-counts-no"), Tone::Neutral).into(),
    };
    let day = evidence.on_day.parse::<Day>().map(Day::vn).unwrap_or_else(|_| evidence.on_day.clone());
    Row::new(vec![
        name,
        Cell::text(ctx.app.directory().short_name(evidence.agency_id)),
        Cell::moment(evidence.on_day.clone(), day),
        last,
    ])
}

/// The file of all records: read and sent in chunks, newest day first, each after the last one of the chunk before.
async fn export(ctx: &Ctx, query: &Query, asked: Asked, kind: FileKind) -> Result<axum::response::Response> {
    let path = format!("/muc-tieu/{}/ho-so", asked.measure.slug);
    let id = format!("can-cu-{}", asked.measure.slug.replace('.', "-"));
    let listing = ui::Listing {
        ctx,
        query,
        path: &path,
        id: &id,
        caption: format!("{} · {} · {}", asked.measure.name, asked.agency.name, asked.span.code()),
        heads: &FILE_HEADS,
        filters: Vec::new(),
        empty: ui::Empty::default(),
    };
    let count = asked.indicator.count(&ctx.app.store, &asked.slot, asked.only).await?;
    let start = (ctx.clone(), asked, Some(None));
    let chunks = stream::try_unfold(start, |(ctx, asked, place)| async {
        let Some(after) = place else { return Ok(None) };
        let after = after.as_ref().map(|(day, id): &(String, i64)| (day.as_str(), *id));
        let store = &ctx.app.store;
        let found = asked.indicator.records(store, &asked.slot, asked.only, after, FILE_CHUNK).await?;
        let last = found.last().map(|e| Some((e.on_day.clone(), e.record_id)));
        let rows: Vec<Vec<Value>> = found.iter().map(|e| values(&ctx, e)).collect();
        Ok(Some((rows, (ctx, asked, last))))
    });
    listing.send(kind, count, chunks).await
}

fn values(ctx: &Ctx, evidence: &Evidence) -> Vec<Value> {
    vec![
        Value::Text(evidence.label.clone()),
        Value::Text(ctx.app.directory().name(evidence.agency_id).to_owned()),
        Value::day(&evidence.on_day),
        Value::Text(evidence.procedure_code.clone()),
        Value::Text(evidence.channel.clone()),
        Value::Text(evidence.reason.clone()),
        Value::Number(evidence.numerator as f64),
        Value::Number(evidence.denominator as f64),
        Value::Number(evidence.value as f64 / 2.0),
    ]
}

/// Without the right: the number of records by agency, from kept figures.
async fn counts(ctx: &Ctx, asked: &Asked) -> Result<Table> {
    let writer = Writer::new(&ctx.locale);
    let directory = ctx.app.directory();
    let mut agencies: Vec<&AgencyRef> = directory.children(asked.agency.id).collect();
    if agencies.is_empty() {
        agencies.extend(directory.get(asked.agency.id));
    }
    let ids: Vec<i64> = agencies.iter().map(|a| a.id).collect();
    let window = asked.span.window(ctx.today());
    let window = match asked.series.is_stock() {
        true => super::super::rules::Window { first: window.last, last: window.last },
        false => window,
    };
    let sums = figures::by_agency(&ctx.app.store, &ids, &[asked.series], window, ctx.today()).await?;
    let how = series::how(&ctx.app, asked.indicator, ctx.today())?;
    let mut table = Table::new(&writer.words, "so-ho-so", ctx.t("targets-counts-caption"));
    table.columns = vec![
        Column::new("co-quan", ctx.t("targets-column-agency")),
        Column::numeric("so", ctx.t("targets-column-count")),
        Column::numeric("gia-tri", ctx.t("targets-column-value")),
    ];
    table.rows = agencies
        .into_iter()
        .filter_map(|a| {
            let total = sums.get(&(a.id, asked.series.code.to_owned()))?;
            let m = measured(how, total);
            let href = format!("/muc-tieu/{}{}", asked.measure.slug, parts::query_of(ctx, asked.span, a));
            Some(Row::new(vec![
                Cell::link(href, a.name.clone()),
                Cell::number(writer.whole(m.count)),
                Cell::number(writer.maybe(m.value, asked.measure.unit)),
            ]))
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("targets-records-none-title"), ctx.t("targets-records-none"));
    Ok(table)
}
