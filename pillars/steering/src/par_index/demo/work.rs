//! What is shared out in the demo city: criteria given to people, answers of surveys, a wave of asking, a tree of the next year.

use super::super::acts::{self, Take};
use super::super::rules::rule::Rule;
use super::super::rules::tree::{By, Part};
use super::super::slice::ASSESS;
use super::super::store::sheets::{self, SheetRow};
use super::super::store::{surveys, trees};
use super::Made;
use platform::error::{Error, Result};
use platform::random::Random;
use platform::store::ActorKind;
use platform::{Actor, App, Change, identity, staff};
use serde_json::json;

/// Half of the criteria of a sheet given to the first people of its agency, by its leader.
pub async fn assign(app: &App, made: &Made, sheet: &SheetRow, by: &Actor) -> Result<()> {
    let today = app.clock.now().day();
    let people = staff::able(app, ASSESS, sheet.agency_id, today).await?;
    let own = made.tree.leaves().into_iter().filter(|leaf| leaf.node.by == By::Own);
    let half: Vec<(String, String)> =
        own.step_by(2).map(|leaf| (leaf.node.code.clone(), leaf.node.name.clone())).collect();
    for (place, member) in people.iter().take(2).enumerate() {
        let part: Vec<_> = half.iter().skip(place).step_by(2).cloned().collect();
        if part.is_empty() {
            continue;
        }
        let sheet = sheets::get(&app.store, sheet.id).await?;
        let tx = app.store.write(by).await?;
        acts::assign(app, &tx, &sheet, &part, (member, today.plus_days(7))).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Answers of every group that is asked about the agencies of a round.
pub async fn surveys(app: &App, made: &Made, random: &Random) -> Result<()> {
    let source = format!("Điều tra trình diễn năm {}", made.round.year);
    let tx = app.store.write(&Actor::system()).await?;
    for sheet in sheets::of_round(&app.store, made.round.id).await? {
        for group in made.how.groups_of(&made.round.level) {
            for leaf in made.tree.leaves() {
                let asked = leaf.node.rule.as_ref().is_some_and(|rule| rule.asks(&group.code));
                if !asked || leaf.domain.part != Part::Regular {
                    continue;
                }
                let count = |base: u64, more: u64| i64::try_from(base + random.below(more)).unwrap_or(0);
                let answers = [count(20, 30), count(12, 15), count(2, 8), count(0, 4)];
                let at = (leaf.node.code.as_str(), group.code.as_str());
                surveys::keep(&tx, sheet.id, at, answers, surveys::Origin::hand(&source)).await?;
            }
        }
        let after = json!({"par_source": source});
        tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_survey").after(after)).await?;
    }
    tx.commit().await
}

/// The newest closed wave of asking for every survey criterion of a round; where there is none, what was entered stays.
pub async fn waves(app: &App, made: &Made) -> Result<()> {
    let Some(wave) = acts::waves_for(app, &made.round).await?.into_iter().next() else { return Ok(()) };
    let mut takes = Vec::new();
    for leaf in made.tree.leaves() {
        let asked = matches!(leaf.node.rule, Some(Rule::Answers { .. } | Rule::Survey));
        if asked && leaf.domain.part == Part::Regular {
            takes.push(Take::read(app, &leaf.node.code, &wave, "").await?);
        }
    }
    let tx = app.store.write(&Actor::system()).await?;
    acts::take_waves(&tx, &made.round, (&made.tree, &made.how), &takes).await?;
    tx.commit().await
}

/// The district tree of the next year, as the reform office drafted it: it waits for a second person.
pub async fn next_tree(app: &App, year: i32) -> Result<()> {
    let today = app.clock.now().day();
    let row = trees::by_code(&app.store, "district-2013").await?;
    let mut tree = row.ok_or_else(|| Error::fault("demo tree", "district-2013"))?.tree()?;
    tree.code = format!("district-{year}");
    tree.year = year;
    tree.name = format!("Bộ tiêu chí cải cách hành chính của quận, huyện ({year}, dự thảo)");
    let holders = identity::holders(&app.store, "reform", today).await?;
    let Some(holder) = holders.first() else { return Ok(()) };
    let by = Actor {
        kind: ActorKind::Staff,
        account_id: Some(holder.account_id),
        name: holder.name.clone(),
        unit_id: Some(holder.agency_id),
    };
    let tx = app.store.write(&by).await?;
    acts::put_tree(&tx, &tree).await?;
    tx.commit().await
}
