//! /khai-so-lieu: what one's agencies have declared, each beside what was measured.

use super::super::board;
use super::super::rules::gap;
use super::super::slice::DECLARE;
use super::super::store::declared::{self, Declared};
use super::super::words::{Writer, tone};
use super::link;
use contracts::programme::Measure;
use kernel::Period;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use std::collections::HashMap;
use ui::{Action, ActionKind, Cell, Choice, Filter, ListHead, Row, Tag};

#[derive(askama::Template)]
#[template(path = "targets/pages/declared.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

const HEADS: [ListHead; 7] = [
    ListHead::sorting("chi-tieu", "targets-column-measure"),
    ListHead::new("co-quan", "targets-column-agency"),
    ListHead::sorting("ky", "targets-column-period"),
    ListHead::figure("khai", "targets-column-declared"),
    ListHead::figure("do", "targets-column-measured"),
    ListHead::new("lech", "targets-column-gap"),
    ListHead::new("can-cu", "targets-column-evidence"),
];

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let by_code: HashMap<&str, &Measure> = measures.iter().map(|m| (m.code.as_str(), m)).collect();
    let writer = Writer::new(&ctx.locale);
    let mut list = declared::list();
    list.within(&ctx.scope(DECLARE), "d.agency_id");
    let chosen = measures.iter().find(|m| query.get("do") == Some(m.slug.as_str()));
    if let Some(measure) = chosen {
        list.and("d.measure = ?", [measure.code.clone().into()]);
    }
    let title = ctx.t("targets-declare-title");
    let listing = ui::Listing {
        ctx: &ctx,
        query: &query,
        path: "/khai-so-lieu",
        id: "khai-so-lieu",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select(
            "do",
            ctx.t("targets-column-measure"),
            options(&ctx, &writer, &measures, chosen),
        )],
        empty: ui::Empty::new(ctx.t("targets-declare-none-title"), ctx.t("targets-declare-none"))
            .with_action("/khai-so-lieu/moi", ctx.t("targets-declare-new")),
    };
    let name =
        |d: &Declared| by_code.get(d.measure.as_str()).map_or_else(|| d.measure.clone(), |m| writer.name(m));
    if let Some(kind) = ui::Listing::export_kind(&query) {
        return listing.file_of(kind, list, values).await;
    }
    let directory = ctx.app.directory();
    let found = list.page::<Declared>(&ctx.app.store, &query).await?;
    let measured = measured(&ctx, &by_code, &found.rows).await?;
    let table = listing.table(&found, |d| {
        let measure = by_code.get(d.measure.as_str());
        let shown = |v: f64| measure.map_or_else(|| writer.number(v), |m| writer.value(v, m.unit));
        let value = measured.get(&d.id).copied();
        let named = value.and_then(|v| measure.map(|m| gap(v, d.value, m.better, m.unit)));
        Row::new(vec![
            Cell::link(format!("/khai-so-lieu/{}", d.id), name(d)),
            Cell::text(directory.short_name(d.agency_id)),
            Cell::text(writer.period(&d.period)),
            Cell::number(shown(d.value)),
            Cell::number(value.map_or_else(|| "–".to_owned(), shown)),
            named.map_or(Cell::Empty, |g| {
                Tag::new(ctx.t(&format!("targets-gap-word-{}", g.code())), tone(g)).into()
            }),
            Cell::Stack(link::evidence(&ctx, d)),
        ])
    });
    let new = Action::link("/khai-so-lieu/moi", ctx.t("targets-declare-new"), ActionKind::Primary);
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: ui::Head { lead: ctx.t("targets-declare-lead"), actions: vec![new], ..ui::Head::new(title) },
        table,
    })
}

/// The rows of the file, each with what was measured.
async fn values(ctx: Ctx, rows: Vec<Declared>) -> Result<Vec<Vec<Value>>> {
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let by_code: HashMap<&str, &Measure> = measures.iter().map(|m| (m.code.as_str(), m)).collect();
    let writer = Writer::new(&ctx.locale);
    let known = measured(&ctx, &by_code, &rows).await?;
    let values = |d: &Declared| {
        let measure = by_code.get(d.measure.as_str());
        let value = known.get(&d.id).copied();
        let named = value.and_then(|v| measure.map(|m| gap(v, d.value, m.better, m.unit)));
        let gap = named.map(|g| ctx.t(&format!("targets-gap-word-{}", g.code())));
        vec![
            Value::Text(measure.map_or_else(|| d.measure.clone(), |m| writer.name(m))),
            Value::Text(ctx.app.directory().name(d.agency_id).to_owned()),
            Value::Text(d.period.clone()),
            Value::Number(d.value),
            value.map_or(Value::Text(String::new()), Value::Number),
            Value::Text(gap.unwrap_or_default()),
            Value::Text(link::text(&ctx, d)),
        ]
    };
    Ok(rows.iter().map(values).collect())
}

/// The measures to choose from.
fn options(ctx: &Ctx, writer: &Writer<'_>, measures: &[Measure], chosen: Option<&Measure>) -> Vec<Choice> {
    let offered = measures
        .iter()
        .map(|m| Choice::new(m.slug.clone(), writer.name(m), chosen.is_some_and(|c| c.slug == m.slug)));
    std::iter::once(Choice::new("", ctx.t("targets-all-measures"), chosen.is_none())).chain(offered).collect()
}

/// What was measured for each declared figure, by its id.
async fn measured(
    ctx: &Ctx,
    measures: &HashMap<&str, &Measure>,
    rows: &[Declared],
) -> Result<HashMap<i64, f64>> {
    let mut found = HashMap::new();
    for one in rows {
        let (Some(measure), Ok(period)) = (measures.get(one.measure.as_str()), one.period.parse::<Period>())
        else {
            continue;
        };
        if let Some(value) =
            board::over(&ctx.app, one.agency_id, measure, period).await?.and_then(|m| m.value)
        {
            found.insert(one.id, value);
        }
    }
    Ok(found)
}
