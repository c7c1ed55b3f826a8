//! The measure by agency below, and by procedure, field, channel and reason.

use super::super::super::rules::{Judged, Window, judge, measured};
use super::super::super::series::{self, Series};
use super::super::super::store::figures::{self, Dimension};
use super::super::parts;
use super::About;
use contracts::programme::Comparator;
use platform::error::Result;
use platform::indicators::Indicator;
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
    let kind = series::kind(indicator);
    let mut rows: Vec<(bool, f64, Row)> = Vec::new();
    for agency in children {
        let key = (agency.id, series.code.to_owned());
        let Some(m) = now.get(&key).map(|t| measured(kind, t)).filter(|m| m.count > 0) else { continue };
        let light = judge(&Judged {
            comparator: about.measure.comparator,
            value: m.value,
            target,
            year_before: before.get(&key).and_then(|t| measured(kind, t).value),
            amber_within: about.measure.amber_within,
        });
        let query = parts::query_of(ctx, about.span, agency);
        let few = about.writer.few(m.count);
        let place = if few {
            Cell::muted(ctx.t("targets-few"))
        } else {
            Cell::Light(about.writer.shine(light, true))
        };
        let row = Row::new(vec![
            Cell::link(format!("/muc-tieu/{}{query}", about.measure.slug), agency.short_name.clone()),
            Cell::number(about.writer.maybe(m.value, about.measure.unit)),
            Cell::number(m.interval.map_or_else(
                || "–".to_owned(),
                |(l, h)| format!("{}–{}", about.writer.number(l), about.writer.number(h)),
            )),
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

/// Tables by procedure, field, channel and reason, those with the most records first.
pub(super) async fn by_dimension(
    about: &About<'_>,
    (indicator, series): (&'static Indicator, Series),
) -> Result<Vec<Table>> {
    let ctx = about.ctx;
    let directory = ctx.app.directory();
    let place = (about.agency.id, directory.children(about.agency.id).next().is_some());
    let window = window(about, series).await?;
    let names = parts::names(ctx, about.span.days(ctx.today()).1).await?;
    let kind = series::kind(indicator);
    let mut tables = Vec::new();
    for dimension in Dimension::ALL {
        let found = figures::by_dimension(&ctx.app.store, place, series.code, dimension, window).await?;
        if found.is_empty() || (found.len() == 1 && dimension != Dimension::Reason) {
            continue;
        }
        let code = dimension.code();
        let mut rows: Vec<_> = found.into_iter().map(|(key, total)| (key, measured(kind, &total))).collect();
        rows.sort_by_key(|(_, m)| std::cmp::Reverse(m.count));
        let mut table =
            Table::new(&about.writer.words, format!("theo-{code}"), ctx.t(&format!("targets-by-{code}")));
        table.columns = vec![
            Column::new("muc", ctx.t(&format!("targets-dimension-{code}"))),
            Column::numeric("gia-tri", ctx.t("targets-column-value")),
            Column::numeric("so", ctx.t("targets-column-count")),
        ];
        let query = parts::query_of(ctx, about.span, about.agency);
        table.rows = rows
            .into_iter()
            .take(MOST)
            .map(|(key, m)| {
                let name = match dimension {
                    Dimension::Channel => ctx.t(&format!("targets-channel-{key}")),
                    _ => names.get(&key).cloned().unwrap_or_else(|| key.clone()),
                };
                let href = format!("{query}&{code}={}", ui::platform_url(&key));
                Row::new(vec![
                    name.into(),
                    Cell::number(about.writer.maybe(m.value, about.measure.unit)),
                    Cell::Html(ui::markup(&records_link(about, &href, m.count))),
                ])
            })
            .collect();
        tables.push(table);
    }
    Ok(tables)
}
