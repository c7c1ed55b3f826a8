//! GET /quay/hang-doi/thong-ke: waiting and serving, median and nine of ten, by service, hour, office or day.

use super::super::rules::spread::{Counted, Spread, spread};
use super::super::slice::VIEW;
use super::super::store;
use super::tabs;
use super::tickets::Names;
use askama::Template;
use axum::response::Response;
use kernel::{Day, Period};
use platform::Ctx;
use platform::error::Result;
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use std::collections::BTreeMap;
use ui::{Cell, Choice, Column, Empty, Filter, Head, Link, Page, Row, Table, Tabs};

const PATH: &str = "/quay/hang-doi/thong-ke";
/// Parts by which times are counted.
const PARTS: [&str; 4] = ["dich-vu", "gio", "noi", "ngay"];
/// Months a filter offers.
const MONTHS: usize = 12;
const HEADS: [&str; 7] =
    ["part", "tickets", "wait-median", "wait-ninety", "finished", "serve-median", "serve-ninety"];

#[derive(Template)]
#[template(path = "counter/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    notes: Vec<String>,
    tables: Vec<Table>,
}

#[derive(Default)]
struct Line {
    waiting: Vec<Counted>,
    serving: Vec<Counted>,
}

/// The table, or its file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let by = query.get("theo").filter(|part| PARTS.contains(part)).unwrap_or("dich-vu");
    let period = query.get("ky").and_then(|p| p.parse::<Period>().ok());
    let period = period.unwrap_or_else(|| Period::month_of(ctx.today()));
    let scope = ctx.scope(VIEW);
    let names = Names::of(&ctx, &store::all_offices(&ctx.app.store, &scope).await?).await?;
    let mut lines: BTreeMap<(i64, String), Line> = BTreeMap::new();
    for serving in [false, true] {
        for measured in store::measured(&ctx.app.store, by, serving, period, &scope).await? {
            // Numbers sort as numbers, days as they are.
            let key = (measured.part.parse().unwrap_or(0), measured.part.clone());
            let line = lines.entry(key).or_default();
            let counts = if serving { &mut line.serving } else { &mut line.waiting };
            counts.push(measured.counted());
        }
    }
    let label = |part: &str| name(&ctx, &names, by, part);
    let caption = ctx.tn(
        "counter-times-caption",
        &[("period", ctx.locale.pick(&period.label_vi(), &period.label_en()).to_owned())],
    );
    if let Some(kind) = query.get("dang").and_then(Kind::from_code) {
        return file(&ctx, &lines, &label, caption).download(kind);
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "thoi-gian", caption);
    table.action = PATH.to_owned();
    table.filters = filters(&ctx, by, period);
    table.columns = HEADS
        .map(|head| match head {
            "part" => Column::new(head, ctx.t(&format!("counter-part-{by}"))),
            _ => Column::numeric(head, ctx.t(&format!("counter-head-{head}"))),
        })
        .into();
    table.rows =
        lines.iter().map(|((_, part), line)| row(&ctx, by, period, part, label(part), line)).collect();
    table.empty = Empty::new(ctx.t("counter-times-none"), ctx.t("counter-times-none-text"));
    let export = |kind: &str| {
        Link::new(format!("{PATH}?theo={by}&ky={}&dang={kind}", period.code()), kind.to_uppercase())
    };
    table.exports = vec![export("csv"), export("xlsx")];
    let title = ctx.t("counter-tab-times");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("counter-times-lead"), ..Head::default() },
        tabs: tabs(&ctx, PATH),
        notes: vec![ctx.t("counter-times-definition")],
        tables: vec![table],
    })
}

fn name(ctx: &Ctx, names: &Names, by: &str, part: &str) -> String {
    let id = part.parse::<i64>().unwrap_or_default();
    match by {
        "dich-vu" => names.service(id),
        "gio" => ctx.tn("counter-hour", &[("from", id.to_string()), ("to", (id + 1).to_string())]),
        "ngay" => part.parse::<Day>().map(Day::vn).unwrap_or_default(),
        _ => names.office(id),
    }
}

fn filters(ctx: &Ctx, by: &str, period: Period) -> Vec<Filter> {
    let parts = PARTS.map(|p| Choice::new(p, ctx.t(&format!("counter-part-{p}")), p == by)).into();
    let months = std::iter::successors(Some(Period::month_of(ctx.today())), |m| Some(m.previous()));
    let months = months.take(MONTHS).map(|m| {
        let label = ctx.locale.pick(&m.label_vi(), &m.label_en()).to_owned();
        Choice::new(m.code(), label, m == period)
    });
    vec![
        Filter::select("theo", ctx.t("counter-times-by"), parts),
        Filter::select("ky", ctx.t("counter-times-period"), months.collect()),
    ]
}

fn row(ctx: &Ctx, by: &str, period: Period, part: &str, label: String, line: &Line) -> Row {
    let href = |what: &str| {
        let period = period.code();
        format!("/quay/hang-doi/so?{by}={}&ky={period}&do={what}", ui::platform_url(part))
    };
    let (waiting, serving) = (spread(&line.waiting), spread(&line.serving));
    let time = |minutes: Option<f64>| Cell::number(minutes.map_or_else(String::new, |m| format!("{m:.0}")));
    let count = |of: Spread, what: &str| match of.tickets {
        0 => Cell::number("0"),
        tickets => Cell::link(href(what), ctx.locale.integer(tickets)),
    };
    Row::new(vec![
        Cell::from(label),
        count(waiting, "cho"),
        time(waiting.median),
        time(waiting.ninety),
        count(serving, "phuc-vu"),
        time(serving.median),
        time(serving.ninety),
    ])
}

fn file(
    ctx: &Ctx,
    lines: &BTreeMap<(i64, String), Line>,
    label: &dyn Fn(&str) -> String,
    title: String,
) -> Sheet {
    let number = |value: Option<f64>| value.map_or(Value::Text(String::new()), Value::Number);
    let rows = lines.iter().map(|((_, part), line)| {
        let (waiting, serving) = (spread(&line.waiting), spread(&line.serving));
        vec![
            Value::Text(label(part)),
            Value::Number(waiting.tickets as f64),
            number(waiting.median),
            number(waiting.ninety),
            Value::Number(serving.tickets as f64),
            number(serving.median),
            number(serving.ninety),
        ]
    });
    let heads = HEADS.map(|head| ctx.t(&format!("counter-head-{head}"))).into();
    Sheet { name: "thoi-gian-cho".to_owned(), title, heads, rows: rows.collect() }
}
