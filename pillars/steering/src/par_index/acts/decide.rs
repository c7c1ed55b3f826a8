//! The council's decision on a round and its publication: totals, classes and places are kept as they were decided.

use super::super::rules::how::How;
use super::super::rules::state::{Deed, State, dialogue_until};
use super::super::rules::total::{Total, class, ranks, total};
use super::super::rules::tree::Tree;
use super::super::store::rounds::{self, RoundRow};
use super::super::store::scores::{self, ScoreRow};
use super::super::store::sheets::{self, SheetRow};
use super::{fast, rivals};
use contracts::par_index::ParIndexPublished;
use kernel::Day;
use platform::error::Result;
use platform::{Change, Read, Refusal, Tx};
use serde_json::json;

/// Where a sheet of a round would stand.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The sheet.
    pub sheet: SheetRow,
    /// Its total.
    pub total: Total,
    /// Word of its class; empty: none.
    pub class: String,
    /// Its place.
    pub place: i64,
    /// Objections without an answer.
    pub open: usize,
}

/// Every sheet of a round by what counts of it now, with class and place.
pub async fn standings(db: &impl Read, round: &RoundRow, tree: &Tree, how: &How) -> Result<Vec<Standing>> {
    let mut found = Vec::new();
    for sheet in sheets::of_round(db, round.id).await? {
        let known = scores::of_sheet(db, sheet.id).await?;
        let open = known.values().filter(|row| row.is_open()).count();
        let total = total(tree, &scores::points(&known, ScoreRow::last), how.takes_off);
        let class = class(&how.classes, &round.level, &total).map(|c| c.code.clone()).unwrap_or_default();
        found.push(Standing { sheet, total, class, place: 0, open });
    }
    let places = ranks(&found.iter().map(|s| s.total.index).collect::<Vec<_>>());
    for (standing, place) in found.iter_mut().zip(places) {
        standing.place = place;
    }
    Ok(found)
}

/// Decides on a round: every sheet verified (or never handed in, once the round is closed), the dialogue over, nobody deciding
/// on what they verified themselves.
pub async fn decide(
    tx: &Tx,
    round: &RoundRow,
    (tree, how): (&Tree, &How),
    (decision, council, on): (&str, &str, Day),
) -> Result<()> {
    let today = tx.at().day();
    let all = standings(tx, round, tree, how).await?;
    let closed = round.closes().is_some_and(|day| today > day);
    let ready = |s: &&Standing| match s.sheet.at() {
        State::Verified => true,
        State::Drafting => closed,
        _ => false,
    };
    let waiting = all.iter().filter(|s| !ready(s)).count();
    if waiting > 0 {
        return Err(Refusal::new("par-index-refused-waiting").arg("count", waiting).into());
    }
    let open: usize = all.iter().map(|s| s.open).sum();
    if open > 0 {
        return Err(Refusal::new("par-index-refused-open").arg("count", open).into());
    }
    // Who agreed with what was verified is waited for no longer.
    let verified = all.iter().filter(|s| s.sheet.agreed_at.is_none()).filter_map(|s| s.sheet.verified());
    let last = verified.map(|at| dialogue_until(at.day(), how.dialogue_days)).max();
    if let Some(last) = last.filter(|last| today <= *last) {
        return Err(Refusal::new("par-index-refused-dialogue-runs").arg("day", last.vn()).into());
    }
    let own = |s: &Standing| s.sheet.verified_by.is_some() && s.sheet.verified_by == tx.by().account_id;
    if all.iter().any(own) {
        return Err(Refusal::new("par-index-refused-own-verdict").into());
    }
    for standing in &all {
        if standing.sheet.at() == State::Verified {
            standing.sheet.at().after(Deed::Decide)?;
        }
        let (sheet, total) = (&standing.sheet, &standing.total);
        fast(sheets::decide(tx, sheet, total, &standing.class, standing.place).await?)?;
        let after = json!({
            "par_final_index": total.index.rounded(2).to_string(), "par_class": standing.class, "par_place": standing.place,
        });
        tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_decide").after(after)).await?;
    }
    fast(rounds::decide(tx, round.id, (decision, council), on).await?)?;
    let after = json!({"par_decision": decision, "par_council": council, "par_decided_on": on.to_string()});
    tx.journal(Change::of("par_index", "par_round", round.id, "par_round_decide").after(after)).await
}

/// Another round of the year and level that gave one of these agencies its index already.
async fn published_rival(db: &impl Read, round: &RoundRow, all: &[SheetRow]) -> Result<Option<RoundRow>> {
    let agencies: Vec<i64> = all.iter().map(|sheet| sheet.agency_id).collect();
    let rivals = rivals(db, (round.year, &round.level), &agencies).await?;
    Ok(rivals.into_iter().find(|other| other.id != round.id && other.published_at.is_some()))
}

/// Publishes a decided round, unless another one gave one of its agencies the index of the year.
pub async fn publish(tx: &Tx, round: &RoundRow) -> Result<()> {
    let all = sheets::of_round(tx, round.id).await?;
    if let Some(other) = published_rival(tx, round, &all).await? {
        return Err(Refusal::new("par-index-refused-judged")
            .arg("round", other.name)
            .arg("year", round.year)
            .into());
    }
    if !rounds::publish(tx, round.id).await? {
        return Err(Refusal::new("par-index-refused-publish").into());
    }
    sheets::publish(tx, round.id).await?;
    let counted_on = round.last_day()?.to_string();
    for sheet in all {
        sheet.at().after(Deed::Publish)?;
        let event = ParIndexPublished { agency_id: sheet.agency_id, counted_on: counted_on.clone() };
        tx.emit(&event).await?;
    }
    tx.journal(Change::of("par_index", "par_round", round.id, "par_round_publish")).await
}
