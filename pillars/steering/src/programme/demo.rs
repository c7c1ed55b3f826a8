//! Demo: the city has set milestones for some measures over the years; one definition waits for its reviewer, one was given back.

use super::acts;
use super::document::Measure;
use super::rules::State;
use super::store;
use super::store::definitions::{self, Definition};
use kernel::Day;
use platform::error::Result;
use platform::{Actor, App, Tx};

/// Builds it by the acts, each on its day.
pub(super) async fn build(app: App) -> Result<()> {
    let Some(programme) = store::current(&app.store).await? else { return Ok(()) };
    let today = app.clock.now().day();
    let measures = store::measures(&app.store, programme.id, today).await?;
    let measured = measures.iter().filter(|m| m.indicator.is_some() && m.target.is_some());
    for (turn, measure) in measured.take(4).enumerate() {
        let tx = app.store.write(&Actor::system()).await?;
        if definitions::open(&tx, measure.id).await?.is_some()
            || !definitions::approved(&tx, measure.id).await?.is_empty()
        {
            continue;
        }
        if turn < 3 {
            milestones(&app, &tx, &measure.slug, 2013).await?;
        }
        match turn {
            0 => milestones(&app, &tx, &measure.slug, 2014).await?,
            1 => {
                let waiting = drafted(&tx, &measure.slug, today).await?;
                acts::submit(&app, &tx, &waiting).await?;
            }
            3 => {
                let returned = drafted(&tx, &measure.slug, today).await?;
                acts::submit(&app, &tx, &returned).await?;
                let seen = definitions::get(&tx, returned.id).await?;
                let remark = "Đề nghị nêu căn cứ của khoảng sát chỉ tiêu mới.";
                acts::give_back(&app, &tx, &seen, remark).await?;
            }
            _ => {}
        }
        tx.commit().await?;
    }
    Ok(())
}

/// A target reached step by step: the milestones of the years up to it, in force from the first day of a year.
async fn milestones(app: &App, tx: &Tx, slug: &str, year: i32) -> Result<()> {
    let Some(from) = Day::ymd(year, 1, 1).filter(|from| *from < tx.at().day()) else { return Ok(()) };
    let defined = definitions::measure(tx, slug, tx.at().day()).await?;
    let mut measure: Measure = serde_json::from_str(&defined.content)?;
    let Some(target) = measure.target else { return Ok(()) };
    for (step, year) in (0i32..).zip(year..2015) {
        let below = f64::from(2015 - year) * 2.0 - f64::from(step) * 0.5;
        measure.yearly.insert(year, (target - below.max(0.5)).max(0.0));
    }
    let reason = format!("Đặt mốc từng năm từ {year} để theo dõi tiến độ đến 2015.");
    let id = acts::begin(tx, &defined, &measure, (&reason, from)).await?;
    acts::submit(app, tx, &definitions::get(tx, id).await?).await?;
    let seen = definitions::get(tx, id).await?;
    acts::put_in_force(app, tx, &seen, State::Approved).await?;
    definitions::backdate(tx, id, from.plus_days(-20).start().plus_minutes(9 * 60).micros()).await
}

/// A draft that narrows the amber distance from the first day of the next month.
async fn drafted(tx: &Tx, slug: &str, today: Day) -> Result<Definition> {
    let defined = definitions::measure(tx, slug, today).await?;
    let mut measure: Measure = serde_json::from_str(&defined.content)?;
    measure.amber_within = (measure.amber_within + 1.0) / 2.0;
    let from = today.plus_months(1);
    let from = Day::ymd(from.year(), from.month(), 1).unwrap_or(from);
    let reason = "Thu hẹp khoảng sát chỉ tiêu để cảnh báo sớm hơn.";
    let id = acts::begin(tx, &defined, &measure, (reason, from)).await?;
    definitions::get(tx, id).await
}
