//! What the city's own records say of the criteria of a round: the published index, plans, the index of service, reports,
//! indicators. Where nobody keeps a record of something, or nothing was recorded of an agency, the criterion has no data.

use super::rules::{Criterion, Points, Source, share};
use super::store::points::Measured;
use contracts::final_review::ReportsOnTime;
use contracts::par_index::PublishedIndexes;
use contracts::plans::PlanResults;
use contracts::settlement::SettlementYears;
use contracts::targets::AgencyFigures;
use kernel::{Day, Period};
use platform::App;
use platform::error::Result;
use std::collections::HashMap;
use std::sync::Arc;

/// A share with what it rests on.
struct Found {
    /// Hundredths of a per cent.
    share: i64,
    count: i64,
    href: String,
}

/// By agency.
type ByAgency = HashMap<i64, Found>;

/// One criterion for all agencies of a round, by agency.
pub async fn measure(
    app: &App,
    criterion: &Criterion,
    (year, today): (i32, Day),
    agencies: &[i64],
) -> Result<HashMap<i64, Measured>> {
    let last = Day::ymd(year, 12, 31).unwrap_or(today).min(today);
    let found = match &criterion.source {
        Source::ParIndex => par_index(app, year).await?,
        Source::Plans => plans(app, year, last).await?,
        Source::Settlement => settlement(app, year).await?,
        Source::Reports => reports(app, year).await?,
        Source::Indicator(code) => indicator(app, code, year, agencies).await?,
        Source::Own => ByAgency::new(),
    };
    let told = |found: Found| Measured {
        points: Some(share(criterion.most(), found.share).0),
        shown: shown(found.share),
        count: found.count,
        href: found.href,
    };
    Ok(found.into_iter().map(|(agency, found)| (agency, told(found))).collect())
}

/// A share as papers say it: "84,05 %".
fn shown(share: i64) -> String {
    format!("{} %", Points(share.max(0)).to_string().replace('.', ","))
}

/// Hundredths of a per cent of a count.
fn part(numerator: i64, denominator: i64) -> i64 {
    Points(10_000).part(numerator, denominator).0
}

async fn par_index(app: &App, year: i32) -> Result<ByAgency> {
    let Ok(port) = app.port::<Arc<dyn PublishedIndexes>>() else { return Ok(ByAgency::new()) };
    let all = port.of_year(app, year).await?;
    let found = |i: contracts::par_index::PublishedIndex| {
        (i.agency_id, Found { share: part(i.index, 1_000_000), count: 1, href: i.href })
    };
    Ok(all.into_iter().map(found).collect())
}

async fn plans(app: &App, year: i32, on: Day) -> Result<ByAgency> {
    let Ok(port) = app.port::<Arc<dyn PlanResults>>() else { return Ok(ByAgency::new()) };
    // Of the tasks whose time has come: done in time, of those done, late or overdue.
    let found = port.of_year(app, year, on).await?.into_iter().filter_map(|plan| {
        let due = plan.done + plan.done_late + plan.overdue;
        (due > 0).then(|| {
            (plan.agency_id, Found { share: part(plan.done, due), count: due, href: plan.href.clone() })
        })
    });
    Ok(found.collect())
}

async fn settlement(app: &App, year: i32) -> Result<ByAgency> {
    let Ok(port) = app.port::<Arc<dyn SettlementYears>>() else { return Ok(ByAgency::new()) };
    let all = port.of_year(app, year).await?;
    Ok(all
        .into_iter()
        .map(|s| (s.agency_id, Found { share: s.share, count: s.count, href: s.href }))
        .collect())
}

async fn reports(app: &App, year: i32) -> Result<ByAgency> {
    let Ok(port) = app.port::<Arc<dyn ReportsOnTime>>() else { return Ok(ByAgency::new()) };
    let owed = port.of_year(app, year).await?.into_iter().filter(|r| r.due > 0);
    Ok(owed
        .map(|r| (r.agency_id, Found { share: part(r.on_time, r.due), count: r.due, href: r.href }))
        .collect())
}

async fn indicator(app: &App, code: &str, year: i32, agencies: &[i64]) -> Result<ByAgency> {
    let Ok(port) = app.port::<Arc<dyn AgencyFigures>>() else { return Ok(ByAgency::new()) };
    let figures = port.figures(app, code, agencies, Period::Year { year }).await?;
    Ok(figures
        .into_iter()
        .filter(|(_, f)| f.is_share)
        .map(|(agency, f)| {
            (agency, Found { share: part(f.numerator, f.denominator), count: f.count, href: f.href })
        })
        .collect())
}
