//! The measure over time: measured months, what is declared, target, and the forecast to the deadline.

use super::super::super::board::{Kept, monthly};
use super::super::super::outlook;
use super::super::super::rules::{Forecast, Month, Span, forecast};
use super::super::super::series::{self, Series};
use super::super::super::store::{declared, figures};
use super::About;
use contracts::programme::Unit;
use kernel::Period;
use platform::error::Result;
use platform::indicators::Indicator;
use ui::{Band, LineChart, Point};

/// The chart with its figures beneath, and a sentence on how the forecast is made or why there is none.
pub(super) async fn chart(
    about: &About<'_>,
    found: Option<(&'static Indicator, Series)>,
    target: Option<f64>,
) -> Result<(Option<ui::Markup>, String)> {
    let Some((indicator, series)) = found else { return Ok((None, String::new())) };
    let ctx = about.ctx;
    let today = ctx.today();
    let whole = Span::Programme { from: about.programme.from, to: today.max(about.programme.from) };
    let window = whole.window(today);
    let kept = if series.by_bucket() {
        let read = figures::monthly(&ctx.app.store, about.agency.id, &[series.code], window).await?;
        Kept::of(about.agency.id, read, window.first)
    } else {
        Kept::read(&ctx.app, about.agency.id, &[series], whole).await?
    };
    let months = monthly(series::how(&ctx.app, indicator, today)?, &kept, series, window.first);
    let Some((first, _, _)) = months.first().copied() else { return Ok((None, ctx.t("targets-chart-none"))) };
    let last = Month::of(today);
    let declared = declared_by_month(about, first, last).await?;
    let points = first
        .until(last)
        .map(|month| {
            let found = months.iter().find(|(m, _, _)| *m == month);
            Point::new(
                month.short(),
                found.map(|(_, v, _)| *v),
                found.map(|(_, _, n)| u64::try_from(*n).unwrap_or(0)),
            )
        })
        .collect();
    let bands = bands(about, &months, last);
    let note = match (bands.is_empty(), about.measure.due_on.is_some_and(|d| d > today)) {
        (false, _) => ctx.t("targets-forecast-note"),
        (true, true) => ctx.t("targets-forecast-none"),
        (true, false) => String::new(),
    };
    let decimals = if matches!(about.measure.unit, Unit::Percent | Unit::Days) { 1 } else { 0 };
    let chart = LineChart {
        id: "dien-bien".to_owned(),
        title: ctx.t("targets-chart"),
        desc: sentence(about, &months, bands.last()),
        points,
        declared: declared
            .iter()
            .any(Option::is_some)
            .then(|| ui::Series { name: String::new(), values: declared }),
        target,
        forecast: bands,
        unit: about.writer.unit(about.measure.unit),
        decimals,
        ..LineChart::default()
    };
    Ok((Some(chart.render(&about.writer.words)), note))
}

/// Declared values in every month of their period; the shortest period that holds a month counts.
async fn declared_by_month(about: &About<'_>, first: Month, last: Month) -> Result<Vec<Option<f64>>> {
    let (from, to) = (first.first().to_string(), last.last().to_string());
    let all = declared::of_measure(&about.ctx.app.store, &about.measure.code, &[about.agency.id], &from, &to)
        .await?;
    let spans: Vec<(Month, Month, f64)> = all
        .iter()
        .filter_map(|d| {
            d.period.parse::<Period>().ok().map(|p| (Month::of(p.first()), Month::of(p.last()), d.value))
        })
        .collect();
    let at = |month: Month| {
        let holding = spans.iter().filter(|(from, to, _)| *from <= month && month <= *to);
        holding.min_by_key(|(from, to, _)| to.number() - from.number()).map(|(_, _, value)| *value)
    };
    Ok(first.until(last).map(at).collect())
}

/// The forecast until the deadline: each month of a near one, else about a dozen months on the way.
fn bands(about: &About<'_>, months: &[(Month, f64, i64)], last: Month) -> Vec<Band> {
    let Some(due) = about.measure.due_on.map(Month::of).filter(|due| *due > last) else { return Vec::new() };
    // The month that runs is not over: it informs the forecast by its few records only.
    let observed = outlook::observed(months);
    let distance = due.number() - last.number();
    let step = (distance + 11) / 12;
    let ahead: Vec<Month> =
        (1..=distance).filter(|n| (distance - n) % step == 0).map(|n| last.plus(n)).collect();
    let numbers: Vec<f64> = ahead.iter().map(|m| f64::from(m.number())).collect();
    let bounds = outlook::bounds(about.measure.unit);
    let band = |(month, f): (&Month, Forecast)| Band {
        label: month.short(),
        value: f.value,
        low: f.low,
        high: f.high,
    };
    ahead.iter().zip(forecast(&observed, &numbers, bounds)).map(band).collect()
}

/// The finding in a sentence.
fn sentence(about: &About<'_>, months: &[(Month, f64, i64)], last: Option<&Band>) -> String {
    let (Some(first), Some(newest)) = (months.first(), months.last()) else { return String::new() };
    let unit = about.measure.unit;
    let mut text = about.ctx.tn(
        "targets-chart-sentence",
        &[
            ("from", about.writer.value(first.1, unit)),
            ("first", first.0.short()),
            ("to", about.writer.value(newest.1, unit)),
            ("last", newest.0.short()),
        ],
    );
    if let (Some(band), Some(target)) = (last, about.measure.target) {
        let reached = outlook::reaches(about.measure, band.value, target);
        let key = if reached { "targets-forecast-reaches" } else { "targets-forecast-misses" };
        let args = [
            ("when", band.label.clone()),
            ("value", about.writer.value(band.value, unit)),
            ("low", about.writer.number(band.low)),
            ("high", about.writer.number(band.high)),
        ];
        text = format!("{text} {}", about.ctx.tn(key, &args));
    }
    text
}
