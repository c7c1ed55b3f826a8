//! Demo: what districts and departments declared of themselves each quarter, a quarter of them too well; then the figures, who
//! answers for them and what they said month by month, a reading frozen at each year's end.

mod past;

use super::acts;
use super::board::{self, Line};
use super::freezing::{self, Way};
use super::measuring;
use super::rules::{Month, Shine, Span};
use super::slice::FOLLOW;
use super::store::declared::{self, NewDeclared};
use super::store::follow::{self, NewCharge, NewNote};
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
    freeze(&app, plan.dossiers <= SEALED).await?;
    answer(&app).await?;
    past::turns(&app).await?;
    // The first morning's look, which later ones are compared with.
    acts::watch(&app).await?;
    Ok(())
}

/// Up to so many dossiers the demo seals what it freezes: beyond, reading all evidence would take minutes.
const SEALED: u64 = 20_000;

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

/// Readings of the years that ended: the city's with their seal, those of departments and districts without.
async fn freeze(app: &App, sealed: bool) -> Result<()> {
    let today = app.clock.now().day();
    let agencies = measuring::read_agencies(app, today);
    let directory = app.directory();
    let (city, others): (Vec<i64>, Vec<i64>) = agencies.into_iter().partition(|id| directory.is_root(*id));
    for year in 2011..today.year() {
        let period = Period::Year { year };
        let by = Actor::system();
        let way = |unsealed: bool| Way { again: false, unsealed };
        freezing::freeze_as(app, &by, period, &city, way(!sealed)).await?;
        freezing::freeze_as(app, &by, period, &others, way(true)).await?;
    }
    Ok(())
}

/// Measures of the city that have somebody who answers, and measures of each district.
const ANSWERED: (usize, usize) = (8, 2);

/// Names who answers, by the act, and tells month by month since the programme began what they said.
async fn answer(app: &App) -> Result<()> {
    let Some(programme) = board::programme(app).await? else { return Ok(()) };
    let today = app.clock.now().day();
    let directory = app.directory();
    for agency in measuring::read_agencies(app, today) {
        let root = directory.is_root(agency);
        if !root && directory.get(agency).is_none_or(|a| a.kind != "district") {
            continue;
        }
        let people = platform::staff::able(app, FOLLOW, agency, today).await?;
        let span = Span::Period(Period::year_of(today));
        let board = board::of_programme(app, programme.clone(), agency, span).await?;
        let most = if root { ANSWERED.0 } else { ANSWERED.1 };
        let lines = board.lines.iter().filter(|l| l.indicator.is_some() && l.now.value.is_some());
        for (turn, line) in lines.take(most).enumerate() {
            let person = people.get(turn % people.len().max(1));
            let new = NewCharge {
                measure: &line.measure.code,
                agency,
                unit: agency,
                account: person.map(|p| p.account_id),
                person: person.map_or("", |p| p.name.as_str()),
            };
            let tx = app.store.write(&Actor::system()).await?;
            if follow::charge(&tx, new.measure, agency).await?.is_some() {
                continue;
            }
            acts::assign(app, &tx, &new, None, &line.measure.name).await?;
            let name = person.map_or(directory.short_name(agency), |p| p.name.as_str());
            say((app, &tx), line, agency, (programme.from, today), name).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// The check-ins of the months that have a value, and a comment each half-year.
async fn say(
    (app, tx): (&App, &platform::Tx),
    line: &Line,
    agency: i64,
    (from, today): (Day, Day),
    name: &str,
) -> Result<()> {
    let measure = &line.measure;
    for month in Month::of(from).until(Month::of(today).plus(-1)) {
        let value = board::over(app, agency, measure, month.period()).await?.and_then(|m| m.value);
        let target = measure.target_in(month.last().year());
        let good = value.zip(target).map(|(v, t)| super::outlook::reaches(measure, v, t));
        let (confidence, light, body) = match good {
            Some(true) => {
                ("high", Shine::Green, "Giữ được mức chỉ tiêu; tiếp tục nhắc các bộ phận ghi sổ đủ.")
            }
            Some(false) => {
                ("low", Shine::Red, "Chưa đạt; đang rà lại các bước hay chậm cùng đơn vị phối hợp.")
            }
            None => ("medium", Shine::Grey, "Đang thu thập số liệu, chưa đánh giá được mức đạt."),
        };
        let at = month.last().plus_days(-2).start().plus_minutes(15 * 60);
        let new = NewNote {
            key: format!("{}:{agency}:{month}", measure.code),
            measure: &measure.code,
            agency,
            kind: "check_in",
            month: month.to_string(),
            confidence,
            body,
            value,
            light: light.code(),
            author: (None, name),
            at: at.micros(),
        };
        follow::add_note(tx, new).await?;
    }
    Ok(())
}
