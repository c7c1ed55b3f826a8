//! /ban-do: districts or communes as tiles, coloured by any indicator of the system, and the same as a table. The placement is
//! our own scheme (programmes/…/tiles.csv), no map of boundaries; the value stands in every tile and the legend has numbers, so
//! that nothing is told by colour alone; every tile is a link.

use super::super::board;
use super::super::compared::{self, Compared};
use super::super::rules::{Span, Tile, band, bands, tiles};
use super::super::series;
use super::super::words::Writer;
use super::compare::{LEVELS, levels};
use super::parts::{self, Filters};
use contracts::programme::{Programme, Unit};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::{Sheet, Value};
use platform::http::Query;
use platform::indicators::{Better, Indicator, Measure};
use ui::{Cell, Choice, Column, Filter, Row, Table};

/// Where the districts and communes of the shipped city lie.
const PLACES: &str = include_str!("../../../../../programmes/can-tho-2011-2015/tiles.csv");

#[derive(askama::Template)]
#[template(path = "targets/pages/map.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    filters: Filters,
    note: String,
    title: String,
    width: u32,
    height: u32,
    tiles: Vec<Drawn>,
    legend: Vec<Key>,
    table: Table,
}

struct Drawn {
    href: String,
    label: String,
    short: String,
    value: String,
    class: String,
    x: u32,
    y: u32,
}

struct Key {
    class: String,
    mark: String,
    text: String,
}

/// A tile with the gap beside it.
const STEP: u32 = 48;

/// What the page shows.
struct Shown<'a> {
    indicator: &'static Indicator,
    unit: Unit,
    span: Span,
    level: &'static str,
    programme: &'a Programme,
    ends: Vec<f64>,
    found: Vec<Compared>,
    least: i64,
}

impl Shown<'_> {
    /// The band of an agency; none where there is no value, or it rests on too few records to be coloured.
    fn band(&self, c: &Compared) -> Option<usize> {
        let value = c.m.value.filter(|_| c.m.people >= self.least)?;
        Some(band(&self.ends, value))
    }

    fn class(&self, c: &Compared) -> String {
        self.band(c).map_or_else(|| "none".to_owned(), |band| (band + 1).to_string())
    }
}

/// The unit of an indicator's value.
fn unit(indicator: &Indicator) -> Unit {
    match indicator.measure {
        Measure::Share => Unit::Percent,
        Measure::Percentile(_) => Unit::Days,
        Measure::Count => Unit::Count,
    }
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let code = query.get("chi-so").map(str::to_owned).or_else(|| {
        programme
            .measures
            .iter()
            .find_map(|m| m.indicator.clone().filter(|c| series::of(&ctx.app, c).is_some()))
    });
    let by = code.as_deref().and_then(|code| series::of(&ctx.app, code)).ok_or(Error::NotFound)?;
    let span = parts::widest(&ctx, &query, &programme);
    let (level, kind) = LEVELS
        .into_iter()
        .find(|(code, kind)| kind.is_some() && query.get("cap") == Some(*code))
        .unwrap_or(("huyen", Some("district")));
    let agencies = compared::agencies(&ctx.app, kind, ctx.today());
    let found = compared::of(&ctx.app, &agencies, by, span).await?;
    let least = ctx.app.profiles().get_or("targets.light_minimum", ctx.today(), 10)?;
    let values: Vec<f64> = found.iter().filter(|c| c.m.people >= least).filter_map(|c| c.m.value).collect();
    let shown = Shown {
        indicator: by.0,
        unit: unit(by.0),
        span,
        level,
        programme: &programme,
        ends: bands(&values),
        found,
        least,
    };
    let writer = Writer::new(&ctx.locale);
    if let Some(kind) = ui::Listing::export_kind(&query) {
        return file(&ctx, &writer, &shown).download(kind);
    }
    let places = tiles(PLACES, kind.unwrap_or("commune"));
    let placed = placed(&ctx, &writer, &shown, &places);
    let right = places.iter().map(|t| t.column + 1).max().unwrap_or(1);
    let bottom = places.iter().map(|t| t.row + 1).max().unwrap_or(1);
    let name = ctx.t(by.0.name);
    let title = ctx.t("targets-map-title");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back("/muc-tieu", ctx.t("targets-title")),
        head: ui::Head {
            caption: writer.span(span, ctx.today()),
            lead: ctx.t(by.0.definition),
            ..ui::Head::new(title)
        },
        filters: Filters {
            words: writer.words.clone(),
            id: "ban-do",
            action: "/ban-do".to_owned(),
            hidden: Vec::new(),
            filters: filters(&ctx, &shown),
        },
        note: ctx.tn("targets-map-note", &[("minimum", writer.whole(least))]),
        title: ctx.tn("targets-map-of", &[("indicator", name)]),
        width: right * STEP,
        height: bottom * STEP,
        tiles: placed,
        legend: legend(&ctx, &writer, &shown),
        table: table(&ctx, &writer, &shown, &places),
    })
}

fn filters(ctx: &Ctx, shown: &Shown<'_>) -> Vec<Filter> {
    let offered = series::indicators(&ctx.app)
        .map(|(_, i)| Choice::new(i.code, ctx.t(i.name), i.code == shown.indicator.code));
    vec![
        Filter::select("chi-so", ctx.t("targets-indicator"), offered.collect()),
        parts::span_filter(ctx, shown.span, Some(shown.programme)),
        Filter::select(
            "cap",
            ctx.t("targets-level"),
            levels(ctx, shown.level, LEVELS.get(1..).unwrap_or_default()),
        ),
    ]
}

/// Where the records are: those of the measure it measures, or else how it is counted.
fn href(ctx: &Ctx, shown: &Shown<'_>, c: &Compared) -> String {
    let measure =
        shown.programme.measures.iter().find(|m| m.indicator.as_deref() == Some(shown.indicator.code));
    match measure {
        Some(m) => format!("/muc-tieu/{}/ho-so{}", m.slug, parts::query_of(ctx, shown.span, &c.agency)),
        None => super::indicators::href(shown.indicator.code),
    }
}

/// The first letters of the words of a name but its kind: "Phường An Khánh" as "AK".
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let skipped = match words.as_slice() {
        ["Thị", "trấn", ..] => 2,
        ["Phường" | "Xã" | "Quận" | "Huyện", ..] => 1,
        _ => 0,
    };
    words.into_iter().skip(skipped).filter_map(|w| w.chars().next()).take(3).collect()
}

fn placed(ctx: &Ctx, writer: &Writer<'_>, shown: &Shown<'_>, places: &[Tile]) -> Vec<Drawn> {
    let tile = |t: &Tile| {
        let c = shown.found.iter().find(|c| c.agency.code == t.code)?;
        let short = initials(&c.agency.short_name);
        let value = c.m.value.map_or_else(|| "–".to_owned(), |v| writer.words.number(v, 0));
        let args = [
            // What is read out begins with what stands in the tile, so that who speaks to the machine finds it.
            ("tile", format!("{short} {value}")),
            ("agency", c.agency.name.clone()),
            ("value", writer.maybe(c.m.value, shown.unit)),
            ("count", writer.whole(c.m.count)),
        ];
        Some(Drawn {
            href: href(ctx, shown, c),
            label: ctx.tn("targets-map-tile", &args),
            short,
            value,
            class: shown.class(c),
            x: t.column * STEP + 2,
            y: t.row * STEP + 2,
        })
    };
    places.iter().filter_map(tile).collect()
}

fn legend(ctx: &Ctx, writer: &Writer<'_>, shown: &Shown<'_>) -> Vec<Key> {
    let values: Vec<f64> =
        shown.found.iter().filter(|c| shown.band(c).is_some()).filter_map(|c| c.m.value).collect();
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
    let mut keys = Vec::new();
    if low.is_finite() {
        let ends: Vec<f64> = shown.ends.iter().copied().chain([high]).collect();
        let mut from = low;
        for (n, end) in ends.into_iter().enumerate() {
            let args = [("low", writer.number(from)), ("high", writer.value(end, shown.unit))];
            let better = match shown.indicator.better {
                Better::Up => n == shown.ends.len(),
                Better::Down => n == 0,
            };
            let key = if better && !shown.ends.is_empty() { "targets-map-best" } else { "targets-map-band" };
            let mark = (n + 1).to_string();
            keys.push(Key { class: mark.clone(), mark, text: ctx.tn(key, &args) });
            from = end;
        }
    }
    keys.push(Key { class: "none".to_owned(), mark: "–".to_owned(), text: ctx.t("targets-map-few") });
    keys
}

fn table(ctx: &Ctx, writer: &Writer<'_>, shown: &Shown<'_>, places: &[Tile]) -> Table {
    let mut table = Table::new(&writer.words, "ban-do", ctx.t(shown.indicator.name));
    table.columns = vec![
        Column::new("co-quan", ctx.t("targets-column-agency")),
        Column::new("thuoc", ctx.t("targets-column-above")),
        Column::numeric("gia-tri", ctx.t("targets-column-value")),
        Column::numeric("so", ctx.t("targets-column-count")),
        Column::new("bac", ctx.t("targets-column-band")),
    ];
    let directory = ctx.app.directory();
    table.rows = shown
        .found
        .iter()
        .map(|c| {
            let above = c.agency.parent_id.map(|id| directory.short_name(id).to_owned()).unwrap_or_default();
            let band = match shown.band(c) {
                Some(band) => (band + 1).to_string(),
                None => ctx.t("targets-few"),
            };
            let unplaced = !places.iter().any(|t| t.code == c.agency.code);
            let remark = if unplaced { ctx.t("targets-map-unplaced") } else { String::new() };
            Row::new(vec![
                Cell::link(
                    format!("/bang/{}?ky={}", c.agency.code, shown.span.code()),
                    c.agency.short_name.clone(),
                ),
                Cell::text(above),
                Cell::number(writer.maybe(c.m.value, shown.unit)),
                Cell::link(href(ctx, shown, c), writer.whole(c.m.count)),
                Cell::text(if remark.is_empty() { band } else { format!("{band} · {remark}") }),
            ])
        })
        .collect();
    let here =
        format!("/ban-do?chi-so={}&ky={}&cap={}", shown.indicator.code, shown.span.code(), shown.level);
    table.exports =
        ["csv", "xlsx"].map(|kind| ui::Link::new(format!("{here}&dang={kind}"), kind.to_uppercase())).into();
    table.empty = ui::Empty::new(ctx.t("targets-records-none-title"), ctx.t("targets-records-none"));
    table
}

/// The table as a file.
fn file(ctx: &Ctx, writer: &Writer<'_>, shown: &Shown<'_>) -> Sheet {
    let directory = ctx.app.directory();
    let heads = ["agency", "above", "value", "count", "band"];
    let row = |c: &Compared| {
        let above = c.agency.parent_id.map(|id| directory.name(id).to_owned()).unwrap_or_default();
        vec![
            Value::Text(c.agency.name.clone()),
            Value::Text(above),
            c.m.value.map_or(Value::Text(String::new()), Value::Number),
            Value::Number(c.m.count as f64),
            shown
                .band(c)
                .map_or_else(|| Value::Text(ctx.t("targets-few")), |b| Value::Number((b + 1) as f64)),
        ]
    };
    Sheet {
        name: "ban-do".to_owned(),
        title: format!("{} · {}", ctx.t(shown.indicator.name), writer.span(shown.span, ctx.today())),
        heads: heads.iter().map(|h| ctx.t(&format!("targets-column-{h}"))).collect(),
        rows: shown.found.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_short_enough_for_a_tile() {
        assert_eq!(initials("Phường Bùi Hữu Nghĩa"), "BHN");
        assert_eq!(initials("Thị trấn Cờ Đỏ"), "CĐ");
        assert_eq!(initials("Xã Trường Xuân A"), "TXA");
    }

    #[test]
    fn every_district_and_commune_of_the_shipped_city_has_a_tile_of_its_own() {
        let agencies = include_str!("../../../../../programmes/can-tho-2011-2015/agencies-2012.csv");
        for (level, count) in [("district", 9), ("commune", 85)] {
            let found = tiles(PLACES, level);
            let codes: BTreeSet<&str> = found.iter().map(|t| t.code.as_str()).collect();
            let places: BTreeSet<(u32, u32)> = found.iter().map(|t| (t.column, t.row)).collect();
            assert_eq!((found.len(), codes.len(), places.len()), (count, count, count), "{level}");
            for code in codes {
                let known = agencies.lines().any(|l| l.starts_with(&format!("{code},")) && l.contains(level));
                assert!(known, "{code} is no {level}");
            }
        }
    }
}
