//! /dien-bien-chi-tieu: what turned, the newest first: a light that changed its colour, a forecast that no longer reaches the
//! target, each with its figure and the way to its records.

use super::super::board;
use super::super::rules::Shine;
use super::super::slice::FOLLOW;
use super::super::store::turns::{self, TurnRow};
use super::super::words::Writer;
use contracts::programme::{Measure, Unit};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use std::collections::HashMap;
use ui::{Cell, Choice, Filter, ListHead, Row, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "targets/pages/turns.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

const PATH: &str = "/dien-bien-chi-tieu";

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ngay", "targets-column-day"),
    ListHead::sorting("chi-tieu", "targets-column-measure"),
    ListHead::new("co-quan", "targets-column-agency"),
    ListHead::new("tu", "targets-column-was"),
    ListHead::new("sang", "targets-column-turned"),
    ListHead::figure("gia-tri", "targets-column-value"),
    ListHead { sort: Some("so"), ..ListHead::figure("so", "targets-column-count") },
];

/// The list under the viewer's scope and the filters asked for.
pub(in super::super) fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = turns::list();
    list.within(&ctx.scope(FOLLOW), "t.agency_id");
    match query.get("chieu") {
        Some("xau") => list.and("t.worse", []),
        Some("tot") => list.and("NOT t.worse", []),
        _ => {}
    }
    if let Some(agency) =
        query.get("co-quan").and_then(|code| ctx.app.directory().by_code(code).map(|a| a.id))
    {
        list.and("t.agency_id = ?", [agency.into()]);
    }
    list
}

/// A colour or an outlook in words.
pub(super) fn word(ctx: &Ctx, writer: &Writer<'_>, kind: &str, code: &str) -> Cell {
    if kind == "light" {
        let shine = Shine::ALL.into_iter().find(|s| s.code() == code).unwrap_or(Shine::Grey);
        return Cell::Light(writer.shine(shine, true));
    }
    let tone = match code {
        "reaches" => Tone::Good,
        "misses" => Tone::Bad,
        _ => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("targets-turn-{code}")), tone).into()
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let by_code: HashMap<&str, &Measure> = measures.iter().map(|m| (m.code.as_str(), m)).collect();
    let title = ctx.t("targets-turns-title");
    let held = query.get("chieu").unwrap_or_default();
    let choices = ["", "xau", "tot"].into_iter().zip(["all", "worse", "better"]);
    let choices = choices.map(|(v, k)| Choice::new(v, ctx.t(&format!("targets-turns-{k}")), v == held));
    let held = query.get("co-quan").unwrap_or_default();
    let mut agencies = ui::agency_choices(&ctx, &ctx.scope(FOLLOW), held)?;
    for choice in &mut agencies {
        choice.selected = choice.value == held;
    }
    agencies.insert(0, Choice::new("", ctx.t("targets-any"), held.is_empty()));
    let listing = ui::Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "dien-bien",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::select("chieu", ctx.t("targets-turns-which"), choices.collect()),
            Filter::select("co-quan", ctx.t("targets-column-agency"), agencies),
        ],
        empty: ui::Empty::new(ctx.t("targets-turns-none-title"), ctx.t("targets-turns-none")),
    };
    let list = narrowed(&ctx, &query);
    if let Some(kind) = ui::Listing::export_kind(&query) {
        return listing.file_of(kind, list, values).await;
    }
    let found = list.page::<TurnRow>(&ctx.app.store, &query).await?;
    let writer = Writer::new(&ctx.locale);
    let mut table = listing.table(&found, |t| row(&ctx, &writer, &by_code, t));
    table.caption_hidden = true;
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(super::followed::PATH, ctx.t("targets-followed-title")),
        head: ui::Head { lead: ctx.t("targets-turns-lead"), ..ui::Head::new(title) },
        table,
    })
}

fn row(ctx: &Ctx, writer: &Writer<'_>, measures: &HashMap<&str, &Measure>, t: &TurnRow) -> Row {
    let directory = ctx.app.directory();
    let code = directory.get(t.agency_id).map(|a| a.code.clone()).unwrap_or_default();
    let measure = measures.get(t.measure.as_str());
    let slug = measure.map_or_else(|| super::super::slug(&t.measure), |m| m.slug.clone());
    let records = format!("/muc-tieu/{slug}/ho-so?ky={}&co-quan={code}", t.period);
    Row::new(vec![
        Cell::moment(t.on_day.clone(), ui::vn_day(&t.on_day)),
        Cell::link(
            format!("{}/{slug}?co-quan={code}", super::followed::PATH),
            measure.map_or_else(|| t.measure.clone(), |m| writer.name(m)),
        ),
        Cell::text(directory.short_name(t.agency_id)),
        word(ctx, writer, &t.kind, &t.was),
        word(ctx, writer, &t.kind, &t.turned),
        Cell::number(writer.maybe(t.value, measure.map_or(Unit::Count, |m| m.unit))),
        Cell::link(records, writer.whole(t.count)),
    ])
}

async fn values(ctx: Ctx, rows: Vec<TurnRow>) -> Result<Vec<Vec<Value>>> {
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let writer = Writer::new(&ctx.locale);
    let value = |t: &TurnRow| {
        let measure = measures.iter().find(|m| m.code == t.measure);
        vec![
            Value::day(&t.on_day),
            Value::Text(measure.map_or_else(|| t.measure.clone(), |m| writer.name(m))),
            Value::Text(ctx.app.directory().name(t.agency_id).to_owned()),
            Value::Text(ctx.t(&format!("targets-turn-{}", t.was))),
            Value::Text(ctx.t(&format!("targets-turn-{}", t.turned))),
            t.value.map_or(Value::Text(String::new()), Value::Number),
            Value::Number(t.count as f64),
        ]
    };
    Ok(rows.iter().map(value).collect())
}
