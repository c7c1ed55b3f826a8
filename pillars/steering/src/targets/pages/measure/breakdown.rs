//! The measure by agency below, and by procedure, field, channel and reason.
//!
//! A cause (why dossiers were refused or sent back) is a share of all records of the window, so that causes add up to the
//! whole; a part (a factor of a survey), like every other dimension, has a value of its own.

use super::super::super::board::Limits;
use super::super::super::rules::{Counted, How, Kind, Measured, Total, Window, measured};
use super::super::super::series::{self, Series};
use super::super::super::store::figures::{self, Dimension};
use super::super::parts;
use super::About;
use contracts::programme::Comparator;
use platform::error::Result;
use platform::indicators::{Indicator, Reasons};
use std::collections::BTreeMap;
use ui::{Cell, Column, Row, Table};

/// Rows of a breakdown by dimension.
const MOST: usize = 40;

/// What a stock is read at: its last month; a flow over the whole window.
async fn window(about: &About<'_>, series: Series) -> Result<Window> {
    let window = about.span.window(about.ctx.today());
    if !series.is_stock() {
        return Ok(window);
    }
    let last = figures::last_month(&about.ctx.app.store, about.agency.id, series.code, window).await?;
    let last = last.unwrap_or(window.last);
    Ok(Window { first: last, last })
}

/// The agencies directly below, best first; those with few records last, unranked.
pub(super) async fn by_agency(
    about: &About<'_>,
    (indicator, series): (&'static Indicator, Series),
    target: Option<f64>,
) -> Result<Option<Table>> {
    let ctx = about.ctx;
    let directory = ctx.app.directory();
    let children: Vec<_> = directory.children(about.agency.id).collect();
    let ids: Vec<i64> = children.iter().map(|a| a.id).collect();
    let window = window(about, series).await?;
    let now = figures::by_agency(&ctx.app.store, &ids, &[series], window, ctx.today()).await?;
    let before = if about.measure.comparator == Comparator::FallsYearly {
        figures::by_agency(&ctx.app.store, &ids, &[series], window.year_before(), ctx.today()).await?
    } else {
        Default::default()
    };
    let how = series::how(&ctx.app, indicator, ctx.today())?;
    let limits = Limits::on(&ctx.app, ctx.today())?;
    let mut rows: Vec<(bool, f64, Row)> = Vec::new();
    for agency in children {
        let key = (agency.id, series.code.to_owned());
        let Some(m) = now.get(&key).map(|t| measured(how, t)).filter(|m| m.count > 0) else { continue };
        let before = before.get(&key).map(|t| measured(how, t));
        let query = parts::query_of(ctx, about.span, agency);
        let few = limits.no_rank(&m);
        let place = if few {
            Cell::muted(ctx.t("targets-few"))
        } else {
            Cell::Light(about.writer.shine(limits.light(about.measure, target, &m, before.as_ref()), true))
        };
        let row = Row::new(vec![
            Cell::link(format!("/muc-tieu/{}{query}", about.measure.slug), agency.short_name.clone()),
            Cell::number(about.writer.maybe(m.value, about.measure.unit)),
            Cell::number(interval(about, &m)),
            Cell::Html(ui::markup(&records_link(about, &query, m.count))),
            place,
        ]);
        let better_first = match about.measure.better {
            contracts::programme::Direction::Up => -m.value.unwrap_or(0.0),
            contracts::programme::Direction::Down => m.value.unwrap_or(0.0),
        };
        rows.push((few, better_first, row));
    }
    if rows.is_empty() {
        return Ok(None);
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut table = Table::new(&about.writer.words, "theo-co-quan", ctx.t("targets-by-agency"));
    table.columns = vec![
        Column::new("co-quan", ctx.t("targets-column-agency")),
        Column::numeric("gia-tri", ctx.t("targets-column-value")),
        Column::numeric("khoang", ctx.t("targets-column-interval")),
        Column::numeric("so", ctx.t("targets-column-count")),
        Column::new("den", ctx.t("targets-column-light")),
    ];
    table.rows = rows.into_iter().map(|(_, _, row)| row).collect();
    Ok(Some(table))
}

fn records_link(about: &About<'_>, query: &str, count: i64) -> CountLink {
    CountLink {
        href: format!("/muc-tieu/{}/ho-so{query}", about.measure.slug),
        count: about.writer.whole(count),
    }
}

/// A number of records that leads to them.
#[derive(askama::Template)]
#[template(source = r#"<a href="{{ href }}">{{ count }}</a>"#, ext = "html")]
struct CountLink {
    href: String,
    count: String,
}

impl askama::filters::HtmlSafe for CountLink {}

/// The interval of a value, or a dash.
fn interval(about: &About<'_>, m: &Measured) -> String {
    m.interval.map_or_else(
        || "–".to_owned(),
        |(low, high)| format!("{}–{}", about.writer.number(low), about.writer.number(high)),
    )
}

/// By procedure, field, channel and reason, most records first.
pub(super) async fn by_dimension(
    about: &About<'_>,
    (indicator, series): (&'static Indicator, Series),
) -> Result<Vec<Table>> {
    let ctx = about.ctx;
    let window = window(about, series).await?;
    let how = series::how(&ctx.app, indicator, ctx.today())?;
    let has_children = ctx.app.directory().children(about.agency.id).next().is_some();
    let names = parts::names(ctx, ctx.today()).await?;
    let mut tables = Vec::new();
    for dimension in Dimension::ALL {
        let place = (about.agency.id, has_children);
        let found = figures::by_dimension(&ctx.app.store, place, series.code, dimension, window).await?;
        // One channel for all says nothing; one reason does: how many have it.
        if found.is_empty() || (found.len() < 2 && dimension != Dimension::Reason) {
            continue;
        }
        let cause = dimension == Dimension::Reason && matches!(indicator.reasons, Reasons::Causes(_));
        let values = if cause {
            let all = figures::by_agency(&ctx.app.store, &[about.agency.id], &[series], window, ctx.today())
                .await?;
            causes(&found, all.into_values().next().unwrap_or_default().denominator)
        } else {
            found.into_iter().map(|(key, total)| (key, measured(how, &total))).collect()
        };
        let word = |key: &str| match dimension {
            Dimension::Channel => ctx.t(&format!("targets-channel-{key}")),
            Dimension::Reason => indicator.reasons.word(&ctx.locale, key),
            _ => names.get(key).cloned().unwrap_or_else(|| key.to_owned()),
        };
        tables.push(table(about, dimension, cause, values, &word));
    }
    Ok(tables)
}

/// The records of each cause among all of the window.
fn causes(found: &BTreeMap<String, Total>, all: i64) -> Vec<(String, Measured)> {
    let how = How { kind: Kind::Share, people: None };
    let share = |total: &Total| {
        let mut among = Total::default();
        among.add(
            0,
            Counted { count: total.count, people: all, numerator: total.denominator, denominator: all },
        );
        measured(how, &among)
    };
    found.iter().map(|(key, total)| (key.clone(), share(total))).collect()
}

fn table(
    about: &About<'_>,
    dimension: Dimension,
    cause: bool,
    mut values: Vec<(String, Measured)>,
    word: &dyn Fn(&str) -> String,
) -> Table {
    let ctx = about.ctx;
    let code = dimension.code();
    values.sort_by_key(|(_, m)| std::cmp::Reverse(m.count));
    let all = values.len();
    let mut caption = ctx.t(&format!("targets-by-{code}"));
    if all > MOST {
        let args = [("shown", about.writer.whole(MOST as i64)), ("count", about.writer.whole(all as i64))];
        caption = format!("{caption} ({})", ctx.tn("targets-by-most", &args));
    }
    let mut table = Table::new(&about.writer.words, format!("theo-{code}"), caption);
    let value = if cause { "targets-column-of-all" } else { "targets-column-value" };
    table.columns = vec![
        Column::new("muc", ctx.t(&format!("targets-dimension-{code}"))),
        Column::numeric("gia-tri", ctx.t(value)),
        Column::numeric("khoang", ctx.t("targets-column-interval")),
        Column::numeric("so", ctx.t("targets-column-count")),
    ];
    let unit = if cause { contracts::programme::Unit::Percent } else { about.measure.unit };
    let query = parts::query_of(ctx, about.span, about.agency);
    let row = |(key, m): (String, Measured)| {
        let href = format!("{query}&{code}={}", ui::platform_url(&key));
        Row::new(vec![
            word(&key).into(),
            Cell::number(about.writer.maybe(m.value, unit)),
            Cell::number(interval(about, &m)),
            Cell::Html(ui::markup(&records_link(about, &href, m.count))),
        ])
    };
    table.rows = values.into_iter().take(MOST).map(row).collect();
    table
}
