//! Demo: the turns of the years behind, found in the kept figures month by month, as the morning after each month would have.

use super::super::board::{self, Kept, Limits};
use super::super::rules::{Month, Outlook, Span, Stood, Total, Turn, measured, turned};
use super::super::store::turns::{self, Of};
use super::super::{measuring, series};
use contracts::programme::{Comparator, Measure, Programme};
use kernel::Period;
use platform::error::Result;
use platform::{Actor, App, Change};

/// A turn of a light on the first day after a month.
struct Found {
    month: Month,
    turn: Turn,
    value: Option<f64>,
    count: i64,
}

/// Keeps the turns of the city's and the districts' lights since the programme began.
pub(super) async fn turns(app: &App) -> Result<()> {
    let Some(programme) = board::programme(app).await? else { return Ok(()) };
    let today = app.clock.now().day();
    let directory = app.directory();
    let tx = app.store.write(&Actor::system()).await?;
    let mut kept = 0;
    for agency in measuring::read_agencies(app, today) {
        let district = directory.get(agency).is_some_and(|a| a.kind == "district");
        if !district && !directory.is_root(agency) {
            continue;
        }
        for measure in programme.measures.iter().filter(|m| m.comparator != Comparator::FallsYearly) {
            for found in of_measure(app, &programme, measure, agency).await? {
                let period = Period::Year { year: found.month.first().year() }.code();
                let of = Of {
                    measure: &measure.code,
                    agency,
                    on: found.month.plus(1).first().to_string(),
                    period: &period,
                    value: found.value,
                    count: found.count,
                    told: 0,
                };
                kept += usize::from(turns::add(&tx, &of, &found.turn).await?.is_some());
            }
        }
    }
    if kept > 0 {
        let after = serde_json::json!({"target_turns": kept});
        tx.journal(Change::of("targets", "target_turn", 0, "target_turn").after(after)).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The turns of one measure at an agency: each year's light grows month by month.
async fn of_measure(app: &App, programme: &Programme, measure: &Measure, agency: i64) -> Result<Vec<Found>> {
    let today = app.clock.now().day();
    let Some((indicator, series)) = measure.indicator.as_deref().and_then(|c| series::of(app, c)) else {
        return Ok(Vec::new());
    };
    if series.by_bucket() || series.is_stock() {
        return Ok(Vec::new());
    }
    let whole = Span::Programme { from: programme.from, to: today.max(programme.from) };
    let months = Kept::read(app, agency, &[series], whole).await?;
    let (how, limits) = (series::how(app, indicator, today)?, Limits::on(app, today)?);
    let mut found = Vec::new();
    let (mut before, mut sum): (Option<Stood>, Total) = (None, Total::default());
    for (month, total) in months.months(series).filter(|(m, _)| *m < Month::of(today)) {
        let year = month.first().year();
        let period = Period::Year { year }.code();
        if before.as_ref().is_none_or(|b| b.period != period) {
            sum = Total::default();
        }
        sum.merge(total);
        let m = measured(how, &sum);
        let light = limits.light(measure, measure.target_in(year), &m, None);
        let (turns, kept) = turned(before.as_ref(), &Stood { period, light, outlook: Outlook::Unknown });
        let told = |turn| Found { month, turn, value: m.value, count: m.count };
        found.extend(turns.into_iter().map(told));
        before = Some(kept);
    }
    Ok(found)
}
