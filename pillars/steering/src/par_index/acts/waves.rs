//! Waves of asking chosen for a round: what they give is filled in for every sheet that still takes answers, and only that; groups
//! that a wave does not give are entered by hand.

use super::super::measuring::share_facts;
use super::super::rules::how::How;
use super::super::rules::levels::{Letter, as_answers};
use super::super::rules::rule::{Rule, score};
use super::super::rules::state::State;
use super::super::rules::tree::{Leaf, Tree};
use super::super::store::rounds::RoundRow;
use super::super::store::scores;
use super::super::store::sheets::{self, SheetRow};
use super::super::store::surveys::{self, Origin};
use super::super::store::waves::{self, RoundWave};
use super::fast;
use super::work::surveyed;
use contracts::satisfaction::{ClosedWave, SurveyWaves, WaveAnswers, WaveShare};
use platform::error::Result;
use platform::{App, Change, Refusal, Tx};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A wave for a criterion, with all that it found.
#[derive(Debug, Clone)]
pub struct Take {
    /// Code of the criterion.
    pub code: String,
    wave: ClosedWave,
    /// Key of the question; empty for all together.
    question: String,
    answers: Vec<WaveAnswers>,
    shares: Vec<WaveShare>,
}

impl Take {
    /// What a wave found, read for a criterion.
    pub async fn read(app: &App, code: &str, wave: &ClosedWave, question: &str) -> Result<Take> {
        let port = app.port::<Arc<dyn SurveyWaves>>()?;
        Ok(Take {
            code: code.to_owned(),
            wave: wave.clone(),
            question: question.to_owned(),
            answers: port.answers(app, wave.id).await?,
            shares: port.shares(app, wave.id).await?,
        })
    }

    /// What a group answered about an agency as A, B, C, D, and where its records are; none where the wave does not say.
    fn given(&self, agency: i64, respondents: &str, letters: &[Letter]) -> Option<([i64; 4], &str)> {
        let mut sum = None;
        let own = |a: &&WaveAnswers| {
            a.agency_id == agency
                && a.respondents == respondents
                && (self.question.is_empty() || a.question == self.question)
        };
        for answers in self.answers.iter().filter(own) {
            let more = as_answers(&answers.levels, letters)?;
            let (kept, _) = sum.get_or_insert(([0_i64; 4], answers.href.as_str()));
            for (place, count) in kept.iter_mut().zip(more) {
                *place += count;
            }
        }
        sum
    }

    fn row(&self) -> RoundWave {
        RoundWave {
            code: self.code.clone(),
            wave_id: self.wave.id,
            wave_name: self.wave.name.clone(),
            question: self.question.clone(),
            href: self.wave.href.clone(),
            reading_hash: self.wave.hash.clone(),
        }
    }
}

/// Chooses waves for criteria of a round, in the place of what was chosen before; until the round is decided on.
pub async fn take_waves(tx: &Tx, round: &RoundRow, (tree, how): (&Tree, &How), takes: &[Take]) -> Result<()> {
    if round.decided_on.is_some() {
        return Err(Refusal::new("par-index-refused-decided").into());
    }
    let reads_answers = |take: &&Take| {
        tree.leaf(&take.code).is_some_and(|leaf| matches!(leaf.node.rule, Some(Rule::Answers { .. })))
    };
    let scale = how.letters.len();
    if let Some(take) = takes.iter().filter(reads_answers).find(|take| take.wave.levels != scale) {
        return Err(Refusal::new("par-index-refused-scale").arg("wave", &take.wave.name).into());
    }
    let before = waves::of_round(tx, round.id).await?;
    let rows: Vec<RoundWave> = takes.iter().map(Take::row).collect();
    waves::replace(tx, round.id, &rows).await?;
    let codes =
        before.iter().map(|wave| wave.code.as_str()).chain(takes.iter().map(|take| take.code.as_str()));
    let codes: BTreeSet<&str> = codes.collect();
    for sheet in sheets::of_round(tx, round.id).await? {
        if !codes.is_empty() && matches!(sheet.at(), State::Drafting | State::Submitted) {
            fill(tx, &sheet, (tree, how), (&codes, takes)).await?;
        }
    }
    let told = |all: &[RoundWave]| {
        let all: Vec<String> =
            all.iter().map(|w| format!("{}: {} {}", w.code, w.wave_name, w.question)).collect();
        json!({"par_waves": all.join("; ")})
    };
    let change = Change::of("par_index", "par_round", round.id, "par_round_waves");
    tx.journal(change.before(told(&before)).after(told(&rows))).await
}

/// Fills a sheet: groups that the wave gives come from it, what it gave before and does not give now goes.
async fn fill(
    tx: &Tx,
    sheet: &SheetRow,
    (tree, how): (&Tree, &How),
    (codes, takes): (&BTreeSet<&str>, &[Take]),
) -> Result<()> {
    let mut told = Vec::new();
    let leaves: Vec<Leaf<'_>> =
        tree.leaves().into_iter().filter(|leaf| codes.contains(leaf.node.code.as_str())).collect();
    for leaf in &leaves {
        let code = leaf.node.code.as_str();
        let take = takes.iter().find(|take| take.code == code);
        match (&leaf.node.rule, take) {
            (Some(rule @ Rule::Answers { .. }), take) => {
                surveys::drop_waves(tx, sheet.id, code).await?;
                if let Some(take) = take {
                    answers(tx, sheet, (rule, how), take, &mut told).await?;
                }
            }
            // Of a sheet that is handed in, what was measured is kept with it; one that is drafted measures anew.
            (Some(rule @ Rule::Survey), Some(take)) if sheet.at() == State::Submitted => {
                let share = take.shares.iter().find(|share| share.agency_id == sheet.agency_id);
                if let Some(facts) = share.map(share_facts) {
                    let points = score(rule, leaf.max(), how.worth, &facts).ok();
                    scores::measure(tx, sheet.id, code, &facts, points).await?;
                    told.push(format!("{code}: {}", take.wave.name));
                }
            }
            _ => {}
        }
    }
    let all = surveys::of_sheet(tx, sheet.id).await?;
    for leaf in leaves.iter().filter(|leaf| matches!(leaf.node.rule, Some(Rule::Answers { .. }))) {
        let (facts, points) = surveyed(tree, how, &leaf.node.code, &all);
        scores::measure(tx, sheet.id, &leaf.node.code, &facts, points).await?;
    }
    fast(sheets::touch(tx, sheet).await?)?;
    let after = json!({"par_answers": told.join("; ")});
    tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_wave_fill").after(after)).await
}

async fn answers(
    tx: &Tx,
    sheet: &SheetRow,
    (rule, how): (&Rule, &How),
    take: &Take,
    told: &mut Vec<String>,
) -> Result<()> {
    for group in how.groups_of(&sheet.level).filter(|group| rule.asks(&group.code)) {
        let Some((counted, href)) = take.given(sheet.agency_id, &group.code, &how.letters) else { continue };
        let from = Origin { source: &take.wave.name, wave: Some(take.wave.id), href };
        surveys::keep(tx, sheet.id, (&take.code, &group.code), counted, from).await?;
        let [a, b, c, d] = counted;
        told.push(format!("{} {}: A {a}, B {b}, C {c}, D {d}", take.code, group.code));
    }
    Ok(())
}

/// The closed waves about the year of a round; none where nobody provides them.
pub async fn waves_for(app: &App, round: &RoundRow) -> Result<Vec<ClosedWave>> {
    let Ok(port) = app.port::<Arc<dyn SurveyWaves>>() else { return Ok(Vec::new()) };
    port.closed(app, round.calendar_year()).await
}
