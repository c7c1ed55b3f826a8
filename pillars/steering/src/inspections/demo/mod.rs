//! The demo city's inspections: four years of plans of the city with units by risk, by kept draws and by hand; inspections in every
//! state an inspection can be in, findings handled, late, sent back, put off and overdue; a district that inspects its communes.

mod visit;

use super::rules::{Way, risk, wanted};
use super::store::inspections;
use super::store::plans::{self, Choice, Plan};
use super::{acts, figures, forms};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{Actor, App, Tx};
use std::collections::BTreeMap;
use visit::Visit;

const AUTHOR: &str = "Võ Thanh Bình";
const CHAIR: &str = "Phan Quốc Cường";

/// Builds them, once.
pub(super) async fn build(app: App) -> Result<()> {
    if plans::count(&app.store).await? > 0 {
        return Ok(());
    }
    let today = app.clock.now().day();
    let directory = app.directory();
    let Some(root) = directory.root(today).map(|a| a.id) else { return Ok(()) };
    let scan = scan(&app).await?;
    for back in (0..4).rev() {
        year(&app, root, (today.year() - back, usize::try_from(back).unwrap_or_default()), &scan).await?;
    }
    let mut districts: Vec<_> =
        directory.in_force(today).filter(|a| a.kind == "district").map(|a| (a.code.clone(), a.id)).collect();
    // The district of the demo's own accounts first, where the city has it.
    districts.sort_by_key(|(code, _)| (code != "quan-ninh-kieu", code.clone()));
    if let Some((_, district)) = districts.into_iter().next() {
        year(&app, district, (today.year(), 0), &scan).await?;
    }
    visit::follow(&app, root).await?;
    next(&app, root, today.year() + 1).await
}

/// A signed sheet as it comes from a scanner: the sample of the minutes, laid out once.
async fn scan(app: &App) -> Result<String> {
    let sample: serde_json::Value = serde_json::from_str(forms::MINUTES.sample)?;
    let content = printing::render_with(&forms::MINUTES, &sample, &[], app.clock.now().utc())
        .map_err(|e| Error::fault("demo scan", e))?;
    let tx = app.store.write(&Actor::system()).await?;
    let file = app.files.put(&tx, content.into(), app.largest_file()).await?;
    let change = platform::Change::of("inspections", "inspection_template", 0, "inspect_sign");
    tx.journal(change.after(serde_json::json!({"inspect_file": "bien-ban.pdf"}))).await?;
    tx.commit().await?;
    Ok(file.hash)
}

fn day(year: i32, month: u32, of: u32) -> Result<Day> {
    Day::ymd(year, month, of).ok_or_else(|| Error::fault("demo inspection", format!("{of}/{month}/{year}")))
}

/// The plan of a year with its units: half by risk, the rest drawn, one by hand.
async fn planned(app: &App, tx: &Tx, agency: i64, year: i32) -> Result<Option<Plan>> {
    let id = match acts::begin(app, tx, (agency, year), AUTHOR).await {
        // An agency without units below it has no plan.
        Err(Error::Refused(_)) => return Ok(None),
        other => other?,
    };
    let days = (day(year, 3, 1)?, day(year, 10, 31)?);
    let pool = plans::pool(tx, id).await?;
    let count = wanted(pool.len(), plans::get(tx, id).await?.share).max(2);
    let today = tx.at().day();
    let before = days.0.min(today);
    let last: BTreeMap<i64, String> = inspections::last_of(tx, before).await?.into_iter().collect();
    let mut judged = Vec::new();
    for unit in &pool {
        let last = last.get(&unit.unit_id).map(String::as_str);
        let parts = figures::parts(app, unit.unit_id, before, last).await?;
        judged.push((risk(&parts).unwrap_or(-1.0), unit.unit_id, parts));
    }
    judged.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    // Each year begins elsewhere in the order of the risk, as the units of the year before were put right.
    let turn = usize::try_from(year).unwrap_or_default() % pool.len().max(1);
    judged.rotate_left(turn);
    let by_risk: Vec<Choice> = judged
        .iter()
        .take(count / 2)
        .map(|(risk, unit, parts)| {
            Ok(Choice {
                unit_id: *unit,
                way: Way::Risk.code().to_owned(),
                reason: String::new(),
                risk: (*risk >= 0.0).then(|| (risk * 100.0).round() as i64),
                parts: serde_json::to_string(parts)?,
                draw_id: None,
                from_on: days.0.to_string(),
                to_on: days.1.to_string(),
            })
        })
        .collect::<Result<_>>()?;
    acts::choose(app, tx, &plans::get(tx, id).await?, &by_risk).await?;
    let seed = format!("can-tho-{agency}-{year}");
    let rest = count.saturating_sub(by_risk.len()).max(1);
    acts::draw_units(app, tx, &plans::get(tx, id).await?, (&seed, rest), days, AUTHOR).await?;
    let chosen = plans::choices(tx, id, 1).await?;
    if let Some(unit) = pool.iter().find(|p| chosen.iter().all(|c| c.unit_id != p.unit_id)) {
        let hand = Choice {
            unit_id: unit.unit_id,
            way: Way::Hand.code().to_owned(),
            reason: "Báo chí phản ánh về việc chậm trả kết quả".to_owned(),
            risk: None,
            parts: "[]".to_owned(),
            draw_id: None,
            from_on: days.0.to_string(),
            to_on: days.1.to_string(),
        };
        acts::choose(app, tx, &plans::get(tx, id).await?, &[hand]).await?;
    }
    acts::submit(app, tx, &plans::get(tx, id).await?).await?;
    plans::get(tx, id).await.map(Some)
}

/// A year: its plan in force and the inspections by it.
async fn year(app: &App, agency: i64, (year, back): (i32, usize), scan: &str) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let Some(plan) = planned(app, &tx, agency, year).await? else { return Ok(()) };
    let on = day(year, 1, 20)?.min(tx.at().day());
    let decision = format!("Quyết định số {}/QĐ-UBND (trình diễn)", 200 + plan.id);
    acts::approve(app, &tx, &plan, (0, CHAIR), (&decision, on)).await?;
    plans::backdate(&tx, plan.id, on).await?;
    let chosen = plans::choices(&tx, plan.id, 1).await?;
    tx.commit().await?;
    for (turn, choice) in chosen.iter().enumerate() {
        let month = 3 + u32::try_from(turn % 7).unwrap_or_default();
        let from = day(year, month, 4 + u32::try_from(turn % 3).unwrap_or_default() * 7)?;
        let tx = app.store.write(&Actor::system()).await?;
        let visit = Visit { plan: plan.id, agency, unit: choice.unit_id, turn, back, from };
        visit.hold(app, &tx, scan).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The plan of the next year, before its second person.
async fn next(app: &App, agency: i64, year: i32) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    planned(app, &tx, agency, year).await?;
    tx.commit().await
}
