//! Live figures of a unit: for its risk, and beside the questions of a checklist.

use super::dated::{self, YEARS_SINCE};
use super::rules::{Part, judged};
use super::store::day;
use contracts::par_index::PublishedIndexes;
use contracts::targets::{AgencyFigures, FigureOf};
use kernel::{Day, Period};
use platform::App;
use platform::error::Result;
use std::sync::Arc;

/// The figure that is published of each unit by itself; as an indicator it is a mean over a unit and all below it.
const PUBLISHED_INDEX: &str = "par_index_score";

/// The figure of a unit in the year of a day, else in the year before; none where nothing measures it.
pub async fn figure(app: &App, code: &str, unit: i64, on: Day) -> Result<Option<FigureOf>> {
    if code == PUBLISHED_INDEX {
        return published_index(app, unit, on).await;
    }
    let Ok(port) = app.port::<Arc<dyn AgencyFigures>>() else { return Ok(None) };
    for year in [on.year(), on.year() - 1] {
        if let Some(found) = port.figure(app, code, unit, Period::Year { year }).await? {
            let href = records(app, code, unit, year).unwrap_or_else(|| found.href.clone());
            return Ok(Some(FigureOf { href, ..found }));
        }
    }
    Ok(None)
}

/// The list of the records behind a figure that no measure of the programme reads: without it the way would end at a definition.
fn records(app: &App, figure: &str, unit: i64, year: i32) -> Option<String> {
    (figure == "plan_tasks_on_time")
        .then(|| format!("/ke-hoach-cchc/viec?nam={year}&co-quan={}", ui::platform_url(&code(app, unit))))
}

/// The index published of the unit itself, with its page.
async fn published_index(app: &App, unit: i64, on: Day) -> Result<Option<FigureOf>> {
    let Ok(port) = app.port::<Arc<dyn PublishedIndexes>>() else { return Ok(None) };
    for year in [on.year(), on.year() - 1] {
        let all = port.of_year(app, year).await?;
        if let Some(own) = all.into_iter().find(|index| index.agency_id == unit) {
            return Ok(Some(FigureOf {
                value: own.index as f64 / 10_000.0,
                numerator: own.index,
                denominator: 1_000_000,
                is_share: true,
                count: 1,
                href: own.href,
            }));
        }
    }
    Ok(None)
}

/// The parts of a unit's risk on a day; `last` is the day it was last inspected.
pub async fn parts(app: &App, unit: i64, on: Day, last: Option<&str>) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for rule in dated::risk(app, on)? {
        if rule.figure == YEARS_SINCE {
            let href = format!("/kiem-tra-cchc?don-vi={}", code(app, unit));
            let years = match last {
                Some(last) => day(last)?.days_until(on) as f64 / 365.25,
                None => rule.bad,
            };
            parts.push(judged(&rule, Some((years * 10.0).round() / 10.0), i64::from(last.is_some()), href));
            continue;
        }
        let found = figure(app, &rule.figure, unit, on).await?;
        let (count, href) = found.as_ref().map(|f| (f.count, f.href.clone())).unwrap_or_default();
        parts.push(judged(&rule, found.map(|f| f.value), count, href));
    }
    Ok(parts)
}

/// The code of an agency as addresses carry it.
pub fn code(app: &App, agency: i64) -> String {
    app.directory().get(agency).map(|a| a.code.clone()).unwrap_or_default()
}

/// The indicator's name in a reader's words.
pub fn name(app: &App, locale: &platform::Locale, figure: &str) -> String {
    if figure == YEARS_SINCE {
        return locale.t("inspections-figure-years");
    }
    let declared = app.slices.iter().flat_map(|s| s.indicators).find(|i| i.code == figure);
    declared.map_or_else(|| figure.to_owned(), |i| locale.t(i.name))
}
