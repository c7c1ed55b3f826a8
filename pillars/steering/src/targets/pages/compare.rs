//! /so-sanh: agencies side by side by one measure, without taking chance for truth: shares within the limits of a funnel around
//! the city's share; other values with their interval. Who has too few records is named and not judged.

use super::super::board;
use super::super::compared::{self, Compared};
use super::super::rules::{Chance, FAR, Kind, OUTSIDE, Span, chance};
use super::super::series;
use super::super::words::Writer;
use super::funnel::{Around, Funnel, Point, funnel};
use super::parts::{self, Filters};
use contracts::programme::{Direction, Measure, Programme};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::{Sheet, Value};
use platform::http::Query;
use ui::{Cell, Choice, Column, Filter, Row, Table, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "targets/pages/compare.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    filters: Filters,
    note: String,
    funnel: Option<Funnel>,
    table: Table,
}

const PATH: &str = "/so-sanh";

/// Who is compared: everybody directly below the city, its districts, or its communes.
pub(super) const LEVELS: [(&str, Option<&str>); 3] =
    [("truc-thuoc", None), ("huyen", Some("district")), ("xa", Some("commune"))];

/// Agencies compared by a measure.
pub(in super::super) struct Comparison {
    pub measure: Measure,
    pub span: Span,
    pub level: &'static str,
    /// The city's share, 0 to 1; none where the value is no share.
    pub share: Option<f64>,
    pub city: Compared,
    pub minimum: i64,
    pub lines: Vec<(Compared, Chance)>,
}

/// The measures that something measures.
pub(super) fn measured<'a>(ctx: &Ctx, programme: &'a Programme) -> Vec<(&'a Measure, compared::By)> {
    let by = |m: &'a Measure| Some((m, series::of(&ctx.app, m.indicator.as_deref()?)?));
    programme.measures.iter().filter_map(by).collect()
}

/// Compares by the query: `chi-tieu`, `ky`, `cap`.
pub(in super::super) async fn compare(ctx: &Ctx, query: &Query, programme: &Programme) -> Result<Comparison> {
    over(ctx, query, programme, parts::span(ctx, query, Some(programme))).await
}

async fn over(ctx: &Ctx, query: &Query, programme: &Programme, span: Span) -> Result<Comparison> {
    let all = measured(ctx, programme);
    let chosen = match query.get("chi-tieu") {
        Some(slug) => all.iter().find(|(m, _)| m.slug == slug).ok_or(Error::NotFound)?,
        None => all
            .iter()
            .find(|(_, by)| series::kind(by.0) == Kind::Share)
            .or(all.first())
            .ok_or(Error::NotFound)?,
    };
    let (measure, by) = *chosen;
    let (level, kind) =
        LEVELS.into_iter().find(|(code, _)| query.get("cap") == Some(*code)).unwrap_or(("truc-thuoc", None));
    let minimum = board::Limits::on(&ctx.app, ctx.today())?.rank;
    let root = parts::root(ctx)?;
    let city = compared::of(&ctx.app, &[root], by, span).await?.into_iter().next().ok_or(Error::NotFound)?;
    let is_share = series::kind(by.0) == Kind::Share && city.m.denominator > 0;
    let share = is_share.then(|| city.m.numerator as f64 / city.m.denominator as f64);
    let up = measure.better == Direction::Up;
    let found = compared::of(&ctx.app, &compared::agencies(&ctx.app, kind, ctx.today()), by, span).await?;
    let judged = |c: Compared| {
        let said = said(&c, (share, city.m.value), up, minimum);
        (c, said)
    };
    let mut lines: Vec<(Compared, Chance)> =
        found.into_iter().filter(|c| c.m.count > 0).map(judged).collect();
    let merit = |c: &Compared| {
        let value = c.m.value.unwrap_or_default();
        if up { -value } else { value }
    };
    lines.sort_by(|(a, x), (b, y)| {
        let few = |chance: &Chance| *chance == Chance::Few;
        few(x).cmp(&few(y)).then(merit(a).total_cmp(&merit(b))).then(a.agency.id.cmp(&b.agency.id))
    });
    Ok(Comparison { measure: measure.clone(), span, level, share, city, minimum, lines })
}

/// What chance says of an agency: of a share by the funnel, where people answered by their number; of another value by whether
/// its interval holds the city's.
fn said(c: &Compared, (share, city): (Option<f64>, Option<f64>), up: bool, minimum: i64) -> Chance {
    if c.m.withheld || c.m.people < minimum {
        return Chance::Few;
    }
    if let Some(p) = share {
        let people = c.m.people.min(c.m.denominator);
        let part = c.m.numerator as f64 / c.m.denominator.max(1) as f64;
        let count =
            if people < c.m.denominator { (part * people as f64).round() as i64 } else { c.m.numerator };
        return chance((count, people), p, up, minimum);
    }
    match (c.m.interval, city) {
        (Some((_, high)), Some(city)) if high < city && up => Chance::Worse { far: false },
        (Some((_, high)), Some(city)) if high < city => Chance::Better { far: false },
        (Some((low, _)), Some(city)) if low > city && up => Chance::Better { far: false },
        (Some((low, _)), Some(city)) if low > city => Chance::Worse { far: false },
        (Some(_), Some(_)) => Chance::Within,
        _ => Chance::Few,
    }
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let found = over(&ctx, &query, &programme, parts::widest(&ctx, &query, &programme)).await?;
    let writer = Writer::new(&ctx.locale);
    if let Some(kind) = ui::Listing::export_kind(&query) {
        return file(&ctx, &writer, &found).download(kind);
    }
    let title = ctx.t("targets-compare-title");
    let unit = found.measure.unit;
    let args = [
        ("city", writer.maybe(found.city.m.value, unit)),
        ("count", writer.whole(found.city.m.count)),
        ("minimum", writer.whole(found.minimum)),
    ];
    let key = if found.share.is_some() { "targets-compare-funnel" } else { "targets-compare-intervals" };
    let funnel = drawn(&ctx, &writer, &found);
    let mut note = ctx.tn(key, &args);
    if found.share.is_some() && funnel.is_none() {
        note = format!("{note} {}", ctx.t("targets-compare-none"));
    }
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back("/muc-tieu", ctx.t("targets-title")),
        head: ui::Head {
            caption: format!("{} · {}", found.measure.code, writer.span(found.span, ctx.today())),
            lead: writer.name(&found.measure),
            ..ui::Head::new(title)
        },
        filters: Filters {
            words: writer.words.clone(),
            id: "so-sanh",
            action: PATH.to_owned(),
            hidden: Vec::new(),
            filters: filters(&ctx, &writer, &programme, &found),
        },
        note,
        funnel,
        table: table(&ctx, &writer, &found, &query),
    })
}

fn filters(ctx: &Ctx, writer: &Writer<'_>, programme: &Programme, found: &Comparison) -> Vec<Filter> {
    let measures = measured(ctx, programme);
    let offered = measures
        .iter()
        .map(|(m, _)| Choice::new(m.slug.clone(), writer.name(m), m.slug == found.measure.slug));
    vec![
        Filter::select("chi-tieu", ctx.t("targets-column-measure"), offered.collect()),
        parts::span_filter(ctx, found.span, Some(programme)),
        Filter::select("cap", ctx.t("targets-level"), levels(ctx, found.level, &LEVELS)),
    ]
}

/// Levels to choose from.
pub(super) fn levels(ctx: &Ctx, held: &str, all: &[(&str, Option<&str>)]) -> Vec<Choice> {
    all.iter()
        .map(|(code, _)| Choice::new(*code, ctx.t(&format!("targets-level-{code}")), *code == held))
        .collect()
}

fn records(found: &Comparison, c: &Compared) -> String {
    format!("/muc-tieu/{}/ho-so?ky={}&co-quan={}", found.measure.slug, found.span.code(), c.agency.code)
}

fn drawn(ctx: &Ctx, writer: &Writer<'_>, found: &Comparison) -> Option<Funnel> {
    let share = found.share?;
    let points: Vec<Point> = found
        .lines
        .iter()
        .filter(|(_, chance)| *chance != Chance::Few)
        .map(|(c, chance)| {
            let args = [
                ("agency", c.agency.short_name.clone()),
                ("value", writer.maybe(c.m.value, found.measure.unit)),
                ("count", writer.whole(c.m.people)),
                ("said", ctx.t(&format!("targets-chance-{}", chance.code()))),
            ];
            Point {
                href: format!("/bang/{}?ky={}", c.agency.code, found.span.code()),
                name: c.agency.short_name.clone(),
                label: ctx.tn("targets-compare-point", &args),
                percent: c.m.value.unwrap_or_default(),
                n: c.m.people,
                chance: *chance,
            }
        })
        .collect();
    if points.is_empty() {
        return None;
    }
    let outside = points.iter().filter(|p| p.chance != Chance::Within).count();
    let args = [("outside", outside.to_string()), ("all", points.len().to_string())];
    let around = Around {
        title: ctx.tn("targets-compare-chart", &[("measure", writer.name(&found.measure))]),
        desc: ctx.tn("targets-compare-desc", &args),
        axis: ctx.t("targets-compare-axis"),
    };
    Some(funnel(&points, share, (OUTSIDE, FAR), around, &|n| writer.whole(n)))
}

fn table(ctx: &Ctx, writer: &Writer<'_>, found: &Comparison, query: &Query) -> Table {
    let caption = ctx.tn("targets-ranked", &[("measure", writer.name(&found.measure))]);
    let mut table = Table::new(&writer.words, "so-sanh", caption);
    table.columns = vec![
        Column::new("co-quan", ctx.t("targets-column-agency")),
        Column::numeric("gia-tri", ctx.t("targets-column-value")),
        Column::new("khoang", ctx.t("targets-column-interval")),
        Column::numeric("so", ctx.t("targets-column-count")),
        Column::new("ngau-nhien", ctx.t("targets-column-chance")),
    ];
    table.rows = found
        .lines
        .iter()
        .map(|(c, chance)| {
            let few = *chance == Chance::Few;
            let interval = c.m.interval.filter(|_| !few).map_or(Cell::Empty, |(low, high)| {
                Cell::text(format!("{}–{}", writer.number(low), writer.number(high)))
            });
            Row::new(vec![
                Cell::link(
                    format!("/bang/{}?ky={}", c.agency.code, found.span.code()),
                    c.agency.short_name.clone(),
                ),
                Cell::number(writer.maybe(c.m.value, found.measure.unit)),
                interval,
                Cell::link(records(found, c), writer.whole(c.m.count)),
                tag(ctx, *chance),
            ])
        })
        .collect();
    let kept: Vec<String> = query
        .0
        .iter()
        .filter(|(n, v)| n != "dang" && !v.is_empty())
        .map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v)))
        .collect();
    table.exports = ["csv", "xlsx"]
        .map(|kind| ui::Link::new(format!("{PATH}?{}&dang={kind}", kept.join("&")), kind.to_uppercase()))
        .into();
    table.empty = ui::Empty::new(ctx.t("targets-records-none-title"), ctx.t("targets-records-none"));
    table
}

fn tag(ctx: &Ctx, chance: Chance) -> Cell {
    let text = ctx.t(&format!("targets-chance-{}", chance.code()));
    match chance {
        Chance::Few => Cell::muted(text),
        Chance::Within => Tag::new(text, Tone::Neutral).into(),
        Chance::Better { .. } => Tag::new(text, Tone::Good).into(),
        Chance::Worse { .. } => Tag::new(text, Tone::Bad).into(),
    }
}

fn file(ctx: &Ctx, writer: &Writer<'_>, found: &Comparison) -> Sheet {
    let number = |value: Option<f64>| value.map_or(Value::Text(String::new()), Value::Number);
    let heads = ["agency", "value", "low", "high", "count", "chance"];
    Sheet {
        name: "so-sanh".to_owned(),
        title: format!("{} · {}", writer.name(&found.measure), writer.span(found.span, ctx.today())),
        heads: heads.iter().map(|h| ctx.t(&format!("targets-column-{h}"))).collect(),
        rows: found
            .lines
            .iter()
            .map(|(c, chance)| {
                vec![
                    Value::Text(c.agency.name.clone()),
                    number(c.m.value),
                    number(c.m.interval.map(|(low, _)| low)),
                    number(c.m.interval.map(|(_, high)| high)),
                    Value::Number(c.m.count as f64),
                    Value::Text(ctx.t(&format!("targets-chance-{}", chance.code()))),
                ]
            })
            .collect(),
    }
}
