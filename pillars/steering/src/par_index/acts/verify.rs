//! Verifying by a second person of another agency, and speaking about what was found.

use super::super::rules::dec::Dec;
use super::super::rules::gap::{Gap, gap};
use super::super::rules::how::How;
use super::super::rules::state::{Deed, dialogue_until, other_agency};
use super::super::rules::total::total;
use super::super::rules::tree::{By, Part, Tree};
use super::super::store::evidence::EvidenceRow;
use super::super::store::scores::{self, ScoreRow, Scores, Verdict};
use super::super::store::sheets::{self, SheetRow};
use super::fast;
use super::tell::{self, Said};
use platform::error::Result;
use platform::{App, Change, Refusal, Tx, Viewer};
use serde_json::json;

/// Whoever verifies works in another agency than the sheet's, and has not handed it in.
fn second(app: &App, sheet: &SheetRow, viewer: &Viewer) -> Result<()> {
    let own = app.directory().subtree(sheet.agency_id);
    let verifier = (viewer.account_id, viewer.agency_id);
    other_agency(&own, sheet.submitted_by, verifier)?;
    Ok(())
}

/// Gives a sheet back to its agency with a reason.
pub async fn give_back(tx: &Tx, sheet: &SheetRow, who: (&App, &Viewer), reason: &str) -> Result<()> {
    sheet.at().after(Deed::GiveBack)?;
    second(who.0, sheet, who.1)?;
    fast(sheets::give_back(tx, sheet).await?)?;
    let change = Change::of("par_index", "par_sheet", sheet.id, "par_give_back");
    tx.journal(change.reason(Some(reason))).await?;
    tell::agency(who.0, tx, sheet, &Said::of(tell::GIVEN_BACK, reason)).await
}

/// Keeps a verdict on a criterion.
pub async fn verify(
    tx: &Tx,
    sheet: &SheetRow,
    who: (&App, &Viewer),
    code: &str,
    verdict: &Verdict,
) -> Result<()> {
    sheet.at().after(Deed::Verify)?;
    second(who.0, sheet, who.1)?;
    fast(sheets::touch(tx, sheet).await?)?;
    keep(tx, sheet, code, verdict).await
}

async fn keep(tx: &Tx, sheet: &SheetRow, code: &str, verdict: &Verdict) -> Result<()> {
    let was = scores::one(tx, sheet.id, code).await?;
    scores::verify(tx, sheet.id, code, verdict).await?;
    let before = json!({"par_criterion": code, "par_verified_points": was.verified().map(|p| p.to_string())});
    let after = json!({
        "par_criterion": code, "par_verified_points": verdict.points.map(|p| p.to_string()),
        "par_not_applicable": verdict.not_applicable,
    });
    let change = Change::of("par_index", "par_sheet", sheet.id, "par_verify").before(before).after(after);
    tx.journal(change.reason(Some(&verdict.reason).filter(|r| !r.is_empty()).map(String::as_str))).await
}

/// Takes at once what needs no look of its own: criteria where declared agrees with measured, and penalties that nothing
/// speaks for. How many.
pub async fn accept_matching(
    tx: &Tx,
    sheet: &SheetRow,
    who: (&App, &Viewer),
    (tree, known, how): (&Tree, &Scores, &How),
) -> Result<usize> {
    sheet.at().after(Deed::Verify)?;
    second(who.0, sheet, who.1)?;
    fast(sheets::touch(tx, sheet).await?)?;
    let mut taken = 0;
    for leaf in tree.leaves() {
        let code = &leaf.node.code;
        let row = known.get(code).cloned().unwrap_or_default();
        if row.verified_by.is_some() || !row.verified_name.is_empty() || row.not_applicable {
            continue;
        }
        let measured = (row.measured(), serde_json::from_str(&row.measured));
        let verdict = match (row.own(), measured) {
            (Some(own), (Some(seen), _)) if gap(own, seen, how.rounding) == Gap::Agrees => {
                Verdict { points: Some(own), facts: row.given_facts()?, ..Verdict::default() }
            }
            // What the agency does not score itself is what was measured.
            (None, (Some(seen), Ok(facts))) if leaf.node.by != By::Own => {
                Verdict { points: Some(seen), facts, ..Verdict::default() }
            }
            (None, (None, _)) if leaf.domain.part == Part::Penalty => {
                Verdict { points: Some(Dec::ZERO), ..Verdict::default() }
            }
            _ => continue,
        };
        keep(tx, sheet, code, &verdict).await?;
        taken += 1;
    }
    if taken == 0 {
        return Err(Refusal::new("par-index-refused-none-match").into());
    }
    Ok(taken)
}

/// Criteria that nobody has verified yet.
fn unverified(tree: &Tree, scores: &Scores) -> Vec<String> {
    let open = |code: &String| scores.get(code).is_none_or(|row| row.verified_name.is_empty());
    tree.leaves().into_iter().map(|l| l.node.code.clone()).filter(open).collect()
}

/// Ends the verification: from here on the agency may object.
pub async fn conclude(
    tx: &Tx,
    sheet: &SheetRow,
    who: (&App, &Viewer),
    (tree, known, how): (&Tree, &Scores, &How),
) -> Result<()> {
    sheet.at().after(Deed::Conclude)?;
    second(who.0, sheet, who.1)?;
    let open = unverified(tree, known);
    if !open.is_empty() {
        return Err(Refusal::new("par-index-refused-unverified").arg("codes", open.join(", ")).into());
    }
    let index = total(tree, &scores::points(known, ScoreRow::last), how.takes_off).index;
    fast(sheets::verified(tx, sheet, index).await?)?;
    let after = json!({"par_verified_index": index.rounded(2).to_string()});
    tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_conclude").after(after)).await?;
    let until = dialogue_until(tx.at().day(), how.dialogue_days).vn();
    tell::agency(who.0, tx, sheet, &Said::of(tell::VERIFIED, &until)).await
}

/// The agency agrees with what was verified: its dialogue ends before its last day.
pub async fn agree(tx: &Tx, sheet: &SheetRow, known: &Scores) -> Result<()> {
    sheet.at().after(Deed::Dialogue)?;
    if sheet.agreed_at.is_some() {
        return Err(Refusal::new("par-index-refused-agreed").into());
    }
    let open = known.values().filter(|row| row.is_open()).count();
    if open > 0 {
        return Err(Refusal::new("par-index-refused-open-own").arg("count", open).into());
    }
    fast(sheets::agree(tx, sheet).await?)?;
    tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_agree")).await
}

/// Objects to a verdict, within the days of the dialogue.
pub async fn object(
    app: &App,
    tx: &Tx,
    sheet: &SheetRow,
    (row, text): (&ScoreRow, &str),
    how: &How,
) -> Result<()> {
    sheet.at().after(Deed::Dialogue)?;
    if sheet.agreed_at.is_some() {
        return Err(Refusal::new("par-index-refused-agreed").into());
    }
    let last = sheet.verified().map(|at| dialogue_until(at.day(), how.dialogue_days));
    if let Some(last) = last.filter(|last| tx.at().day() > *last) {
        return Err(Refusal::new("par-index-refused-dialogue").arg("day", last.vn()).into());
    }
    fast(sheets::touch(tx, sheet).await?)?;
    if !scores::object(tx, row.id, text).await? {
        return Err(Refusal::new("par-index-refused-objected").into());
    }
    let after = json!({"par_criterion": row.code, "par_objection": text});
    tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_object").after(after)).await?;
    let below = format!("/tieu-chi/{}", row.code);
    tell::verifiers(app, tx, sheet, &Said { template: tell::OBJECTED, text: &row.code, below }).await
}

/// Answers an objection with the points that count; the index of the sheet follows.
pub async fn answer(
    tx: &Tx,
    sheet: &SheetRow,
    who: (&App, &Viewer),
    (row, text, points): (&ScoreRow, &str, Dec),
    (tree, how): (&Tree, &How),
) -> Result<()> {
    sheet.at().after(Deed::Dialogue)?;
    second(who.0, sheet, who.1)?;
    if !scores::answer(tx, row.id, text, points).await? {
        return Err(Refusal::new("par-index-refused-answered").into());
    }
    let known = scores::of_sheet(tx, sheet.id).await?;
    let index = total(tree, &scores::points(&known, ScoreRow::last), how.takes_off).index;
    fast(sheets::verified(tx, sheet, index).await?)?;
    let after =
        json!({"par_criterion": row.code, "par_answer": text, "par_final_points": points.to_string()});
    tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_answer").after(after)).await?;
    let below = format!("/tieu-chi/{}", row.code);
    tell::agency(who.0, tx, sheet, &Said { template: tell::ANSWERED, text: &row.code, below }).await
}

/// The evidence that a verifier is shown as older or younger than the year it is to prove.
pub fn outside_year(row: &EvidenceRow, year: i64) -> bool {
    !row.dated_on.starts_with(&format!("{year}-"))
}
