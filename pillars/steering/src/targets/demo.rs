//! Demo: what districts and departments declared of themselves each quarter, a quarter of them too well; then the figures.

use super::board;
use super::measuring;
use super::rules::Month;
use super::store::declared::{self, NewDeclared};
use contracts::programme::{Direction, Measure, Unit};
use kernel::{Day, Period};
use platform::error::Result;
use platform::random::Random;
use platform::slice::DemoPlan;
use platform::{Actor, App, Change};
use sea_orm::Value;

/// Builds the figures of the demo's dossiers, then declares beside them.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    let told = plan.progress.clone();
    measuring::rebuild(&app, &move |what, done, of| told(what, done, of)).await?;
    declare(&app, plan.seed).await?;
    freeze(&app).await
}

fn quarters(from: Day, today: Day) -> Vec<Period> {
    let mut all = Vec::new();
    let mut quarter = Period::quarter_of(today).previous();
    while quarter.first() >= from {
        all.push(quarter);
        quarter = quarter.previous();
    }
    all.reverse();
    all
}

async fn declare(app: &App, seed: u64) -> Result<()> {
    let Some(programme) = board::programme(app).await? else { return Ok(()) };
    let today = app.clock.now().day();
    let from = programme.from.max(Day::ymd(2012, 1, 1).unwrap_or(programme.from));
    let random = Random::seeded(seed ^ 0x7A26_E75D);
    let directory = app.directory();
    let agencies = measuring::read_agencies(app, today);
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for agency in agencies {
        let root = directory.is_root(agency);
        // A quarter of the agencies flatter themselves; the city itself does not.
        let flatters = !root && random.below(4) == 0;
        for quarter in quarters(from, today) {
            for measure in &programme.measures {
                let value = match board::over(app, agency, measure, quarter).await? {
                    Some(m) => m.value.map(|v| said(v, measure, flatters, &random)),
                    None if root && measure.unit == Unit::Percent => {
                        measure.target.map(|t| risen(t, quarter, from, &random))
                    }
                    None => None,
                };
                let Some(value) = value else { continue };
                let new = NewDeclared {
                    measure: measure.code.clone(),
                    agency_id: agency,
                    period: quarter,
                    value,
                    evidence: format!("Báo cáo cải cách hành chính {}", quarter.label_vi()),
                    link: None,
                    file: None,
                };
                let at = quarter.last().plus_days(10).start().plus_minutes(9 * 60);
                rows.push(new.values(None, directory.short_name(agency), at.micros()));
            }
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let count = rows.len();
    let tx = app.store.write(&Actor::system()).await?;
    tx.exec("DELETE FROM declared_figure", vec![]).await?;
    tx.insert_many(declared::INTO, rows).await?;
    let after = serde_json::json!({"figures": count});
    tx.journal(Change::of("targets", "declared_figure", 0, "declare_demo").after(after)).await?;
    tx.commit().await
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// What an agency says of a measured value: the same but for rounding, or better than it is.
fn said(value: f64, measure: &Measure, flatters: bool, random: &Random) -> f64 {
    let flattery =
        if flatters { 3.0 + random.below(120) as f64 / 10.0 } else { random.below(5) as f64 / 10.0 - 0.2 };
    let sign = if measure.better == Direction::Up { 1.0 } else { -1.0 };
    let moved = match measure.unit {
        Unit::Percent => (value + sign * flattery).clamp(0.0, 100.0),
        Unit::Days => (value + sign * flattery / 6.0).max(0.5),
        Unit::Count | Unit::Dong => value * (1.0 + sign * flattery / 100.0),
    };
    tenth(moved)
}

/// A share nobody measures yet, rising towards its target over the programme.
fn risen(target: f64, quarter: Period, from: Day, random: &Random) -> f64 {
    let months = f64::from(Month::of(quarter.last()).number() - Month::of(from).number());
    let start = target * 0.55;
    tenth(
        (start + (target - start) * (months / 48.0).min(1.1) + random.below(40) as f64 / 10.0 - 2.0)
            .clamp(0.0, 100.0),
    )
}

/// Readings of the years that ended.
async fn freeze(app: &App) -> Result<()> {
    let today = app.clock.now().day();
    let agencies = measuring::read_agencies(app, today);
    for year in 2012..today.year() {
        measuring::freeze(app, &Actor::system(), Period::Year { year }, &agencies, false).await?;
    }
    Ok(())
}
