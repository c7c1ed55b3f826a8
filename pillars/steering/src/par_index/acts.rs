//! What is done: trees brought in, rounds opened, sheets scored, handed in, verified, objected to, decided, published. Each act
//! journals itself in the caller's transaction.

mod decide;
mod round;
mod tell;
mod verify;
mod waves;
mod work;

pub use decide::{Standing, decide, publish, standings};
pub use round::{approve_tree, assessed, open_round, put_tree, rivals};
pub use verify::{accept_matching, agree, answer, conclude, give_back, object, outside_year, verify};
pub use waves::{Take, take_waves, waves_for};
pub use work::{Answers, assign, survey};

use super::measuring::Measured;
use super::rules::gap::{Gap, gap};
use super::rules::how::How;
use super::rules::rule::Facts;
use super::rules::state::{Deed, still_taken};
use super::rules::total::{Given, total};
use super::rules::tree::{By, Tree};
use super::store::evidence::{self, EvidenceRow, What};
use super::store::rounds::RoundRow;
use super::store::scores::{self, Own, Scores};
use super::store::sheets::{self, SheetRow};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{App, Change, Refusal, Tx};
use serde_json::json;
use std::collections::BTreeMap;
use tell::Said;

/// Somebody else changed the sheet meanwhile.
fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("par-index-refused-changed").into()) }
}

/// Keeps what the agency says of a criterion.
pub async fn assess(tx: &Tx, sheet: &SheetRow, code: &str, own: &Own) -> Result<()> {
    sheet.at().after(Deed::Assess)?;
    let was = scores::one(tx, sheet.id, code).await?;
    fast(sheets::touch(tx, sheet).await?)?;
    scores::assess(tx, sheet.id, code, own).await?;
    let before = json!({
        "par_criterion": code, "par_points": was.own().map(|p| p.to_string()), "par_explanation": was.explanation,
        "par_not_applicable": was.not_applicable,
    });
    let after = json!({
        "par_criterion": code, "par_points": own.points.map(|p| p.to_string()), "par_explanation": own.explanation,
        "par_not_applicable": own.not_applicable,
    });
    let change = Change::of("par_index", "par_sheet", sheet.id, "par_assess");
    tx.journal(change.before(before).after(after)).await
}

/// Adds a piece of evidence to one criterion or to several; each has it in its own history.
pub async fn add_evidence(
    tx: &Tx,
    sheet: &SheetRow,
    codes: &[&str],
    (label, dated): (&str, Day),
    what: &What,
) -> Result<()> {
    sheet.at().after(Deed::Assess)?;
    fast(sheets::touch(tx, sheet).await?)?;
    for code in codes {
        evidence::add(tx, (sheet.id, code), label, dated, what.clone()).await?;
        let after = json!({"par_criterion": code, "par_evidence": label, "par_dated_on": dated.to_string()});
        tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_evidence_add").after(after)).await?;
    }
    Ok(())
}

/// Takes a piece of evidence away; the journal keeps that it was there.
pub async fn remove_evidence(tx: &Tx, sheet: &SheetRow, row: &EvidenceRow) -> Result<()> {
    sheet.at().after(Deed::Assess)?;
    fast(sheets::touch(tx, sheet).await?)?;
    evidence::remove(tx, row.id).await?;
    let before = json!({"par_criterion": row.code, "par_evidence": row.label, "par_dated_on": row.dated_on});
    tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_evidence_drop").before(before)).await
}

/// Criteria that keep a sheet from being handed in: without points, or claimed without evidence and without a word.
pub fn lacking(tree: &Tree, scores: &Scores, evidence: &[EvidenceRow]) -> Vec<String> {
    tree.leaves()
        .into_iter()
        .filter(|leaf| leaf.node.by == By::Own)
        .filter(|leaf| {
            let Some(row) = scores.get(&leaf.node.code) else { return true };
            let shown = evidence.iter().any(|e| e.code == leaf.node.code) || !row.explanation.is_empty();
            if row.not_applicable { row.explanation.is_empty() } else { row.own().is_none() || !shown }
        })
        .map(|leaf| leaf.node.code.clone())
        .collect()
}

/// Criteria for which more is declared than was measured.
pub fn over_declared(tree: &Tree, scores: &Scores, measured: &Measured, how: &How) -> Vec<String> {
    tree.leaves()
        .into_iter()
        .filter_map(|leaf| {
            let row = scores.get(&leaf.node.code).filter(|row| !row.not_applicable)?;
            let seen = measured.get(&leaf.node.code)?;
            (gap(row.own()?, seen.points, how.rounding) == Gap::Over).then(|| leaf.node.code.clone())
        })
        .collect()
}

/// The agency's own points, and where it gives none what was measured.
pub fn own_given(tree: &Tree, scores: &Scores, measured: &Measured) -> BTreeMap<String, Given> {
    let mut given = scores::points(scores, |row| row.own());
    for leaf in tree.leaves().into_iter().filter(|leaf| leaf.node.by != By::Own) {
        if let Some(seen) = measured.get(&leaf.node.code) {
            let known = Given { not_applicable: false, points: Some(seen.points) };
            given.insert(leaf.node.code.clone(), known);
        }
    }
    given
}

/// All that handing in looks at.
pub struct Filled<'a> {
    pub round: &'a RoundRow,
    pub tree: &'a Tree,
    pub scores: &'a Scores,
    pub evidence: &'a [EvidenceRow],
    pub measured: &'a Measured,
    pub how: &'a How,
}

/// Hands a sheet in: what was measured is kept as it stood, penalties of the sheet itself are entered.
pub async fn submit(app: &App, tx: &Tx, sheet: &SheetRow, filled: &Filled<'_>) -> Result<()> {
    sheet.at().after(Deed::Submit)?;
    still_taken(filled.round.closes(), tx.at().day())?;
    let lacking = lacking(filled.tree, filled.scores, filled.evidence);
    if !lacking.is_empty() {
        return Err(Refusal::new("par-index-refused-lacking").arg("codes", lacking.join(", ")).into());
    }
    for (code, seen) in filled.measured {
        scores::measure(tx, sheet.id, code, &seen.facts, Some(seen.points)).await?;
    }
    // A criterion measured when it was handed in before, and no longer, keeps no old figure.
    for (code, row) in filled.scores.iter().filter(|(code, _)| !filled.measured.contains_key(*code)) {
        if row.measured_points.is_some() {
            scores::measure(tx, sheet.id, code, &Facts::default(), None).await?;
        }
    }
    let overs = over_declared(filled.tree, filled.scores, filled.measured, filled.how);
    let own = own_given(filled.tree, filled.scores, filled.measured);
    let index = total(filled.tree, &own, filled.how.takes_off).index;
    let count = i64::try_from(overs.len()).map_err(|e| Error::fault("par_sheet.overs", e))?;
    fast(sheets::submit(tx, sheet, index, count).await?)?;
    let after = json!({"par_own_index": index.rounded(2).to_string(), "par_overs": overs.join(", ")});
    tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_submit").after(after)).await?;
    tell::verifiers(app, tx, sheet, &Said::of(tell::SUBMITTED, &overs.join(", "))).await
}
