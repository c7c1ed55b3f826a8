//! Award proposals: collectives and officials, resting on published emulation, decided on by a second person.

use super::super::store::awards::{self, Award};
use super::super::store::reviews::Review;
use super::{AWARD, fast};
use contracts::final_review::{EmulationResult, EmulationResults};
use platform::error::Result;
use platform::messages::Lang;
use platform::{App, Change, Refusal, Tx, journal};
use serde_json::json;
use std::sync::Arc;

/// The published classes of an agency in the years of a review, the newest last; none where nobody keeps emulation.
pub async fn grounds(app: &App, review: &Review, agency: Option<i64>) -> Result<Vec<EmulationResult>> {
    let Ok(port) = app.port::<Arc<dyn EmulationResults>>() else { return Ok(Vec::new()) };
    let (from, to) = review.days()?;
    let mut found = port.of_years(app, from.year(), to.year()).await?;
    found.retain(|r| agency.is_none_or(|agency| r.agency_id == agency));
    Ok(found)
}

/// Proposes an agency, or an official of it, for an award.
pub async fn propose_award(
    app: &App,
    tx: &Tx,
    review: &Review,
    (agency, person): (i64, &str),
    (found, reason): (&[EmulationResult], &str),
) -> Result<i64> {
    review.state()?.writing()?;
    let vi = app.locale(Lang::Vi);
    let ground = |r: &EmulationResult| {
        let args =
            [("year", r.year.to_string()), ("class", r.class_name.clone()), ("place", r.place.to_string())];
        vi.tn("final-review-ground", &args)
    };
    let words: Vec<String> = found.iter().map(ground).collect();
    let grounds = words.join("; ");
    let Some(id) = awards::add(tx, review.id, (agency, person), (&grounds, reason)).await? else {
        return Err(Refusal::new("final-review-refused-award-exists").into());
    };
    let after = json!({
        "final_review_agency": app.directory().name(agency), "final_review_person": person,
        "final_review_grounds": grounds
    });
    let change = Change::of("final_review", AWARD, id, "final_review_award");
    tx.journal(change.after(after).reason(Some(reason))).await?;
    Ok(id)
}

/// Decides on a proposal.
pub async fn decide_award(
    tx: &Tx,
    review: &Review,
    award: &Award,
    by: i64,
    (agreed, reason): (bool, &str),
) -> Result<()> {
    review.state()?.writing()?;
    let hands = journal::hands(tx, AWARD, award.id, &["final_review_award"]).await?;
    let to = award.state()?.decide(by, &hands, agreed, reason)?;
    fast(awards::decide(tx, award, to, reason).await?)?;
    let change = Change::of("final_review", AWARD, award.id, "final_review_award_decide");
    let after = json!({"final_review_agreed": agreed});
    tx.journal(change.after(after).reason(Some(reason).filter(|r| !r.is_empty()))).await
}
