//! What an agency objects against its appraisal or its published class, and the answer.

use super::super::dated;
use super::super::rules::EntryState;
use super::super::slice::SUBMIT;
use super::super::store::council::{self, Objection};
use super::super::store::entries::Entry;
use super::super::store::rounds::Round;
use super::{ENTRY, appraisers, tell};
use kernel::Moment;
use platform::error::Result;
use platform::{App, Change, Refusal, Tx};
use serde_json::json;

/// Adds an objection: once the entry is appraised, and until some days after the announcement.
pub async fn object(app: &App, tx: &Tx, round: &Round, entry: &Entry, text: &str) -> Result<i64> {
    if matches!(entry.state()?, EntryState::Drafting | EntryState::Submitted) {
        return Err(Refusal::new("emulation-refused-not-appraised").into());
    }
    if let Some(at) = round.published_at {
        let days = dated::objection_days(app, tx.at().day())?;
        let last = Moment::from_micros(at).day().plus_days(days);
        if tx.at().day() > last {
            return Err(Refusal::new("emulation-refused-too-late")
                .arg("day", last.vn())
                .unconfirmed()
                .into());
        }
    }
    let Some(id) = council::object(tx, entry.id, text).await? else {
        return Err(Refusal::new("emulation-refused-said").into());
    };
    let after = json!({"emulation_objection": text});
    tx.journal(Change::of("emulation", ENTRY, entry.id, "emulation_object").after(after)).await?;
    let href = format!("/thi-dua/phieu/{}", entry.id);
    tell(app, tx, appraisers(round), ("emulation.objected", href), (round, entry.agency_id, text)).await?;
    Ok(id)
}

/// Answers an objection, once.
pub async fn answer(
    app: &App,
    tx: &Tx,
    (round, entry): (&Round, &Entry),
    objection: &Objection,
    text: &str,
) -> Result<()> {
    if !council::answer(tx, objection.id, text).await? {
        return Err(Refusal::new("emulation-refused-answered").into());
    }
    let after = json!({"emulation_objection": objection.text, "emulation_answer": text});
    tx.journal(Change::of("emulation", ENTRY, entry.id, "emulation_answer").after(after)).await?;
    let href = format!("/thi-dua/phieu/{}", entry.id);
    tell(app, tx, (SUBMIT, entry.agency_id), ("emulation.answered", href), (round, entry.agency_id, text))
        .await
}
