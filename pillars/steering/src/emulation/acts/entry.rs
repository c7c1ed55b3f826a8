//! An entry: the agency's own proposal, its sending, the appraisal with a reason for each change, bonus and penalty.

use super::super::rules::{EntryState, Points};
use super::super::slice::SUBMIT;
use super::super::store::entries::{self, Entry};
use super::super::store::points;
use super::super::store::rounds::Round;
use super::{ENTRY, appraisers, fast, reckon, tell};
use platform::error::{Error, Result};
use platform::{App, Change, Refusal, Tx};
use serde_json::json;

/// What an agency says of its year.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// In words.
    pub text: String,
    /// The class it proposes.
    pub class: String,
    /// Its points of criteria that no record measures: code, points, why.
    pub own: Vec<(String, Option<Points>, String)>,
}

/// Keeps the agency's proposal.
pub async fn propose(tx: &Tx, round: &Round, entry: &Entry, new: &Proposal) -> Result<()> {
    round.state()?.open()?;
    entry.state()?.drafting()?;
    fast(entries::write(tx, entry, &new.text, &new.class).await?)?;
    for (code, own, note) in &new.own {
        points::set_own(tx, entry.id, code, *own, note).await?;
    }
    reckon(tx, round).await?;
    let after = json!({"emulation_class": new.class, "emulation_text": new.text});
    tx.journal(Change::of("emulation", ENTRY, entry.id, "emulation_propose").after(after)).await
}

/// Sends the proposal to the appraisal.
pub async fn submit(app: &App, tx: &Tx, round: &Round, entry: &Entry, by: &str) -> Result<()> {
    round.state()?.open()?;
    entry.state()?.submit()?;
    if entry.proposed.is_empty() || entry.proposal.is_empty() {
        return Err(Refusal::new("emulation-refused-empty").into());
    }
    fast(entries::submit(tx, entry, by).await?)?;
    let after = json!({"emulation_class": entry.proposed});
    tx.journal(Change::of("emulation", ENTRY, entry.id, "emulation_submit").after(after)).await?;
    let href = format!("/thi-dua/phieu/{}", entry.id);
    tell(app, tx, appraisers(round), ("emulation.submitted", href), (round, entry.agency_id, "")).await
}

/// Gives it back to the agency with a reason.
pub async fn give_back(app: &App, tx: &Tx, round: &Round, entry: &Entry, reason: &str) -> Result<()> {
    round.state()?.open()?;
    entry.state()?.give_back()?;
    fast(entries::give_back(tx, entry, reason).await?)?;
    let change = Change::of("emulation", ENTRY, entry.id, "emulation_give_back").reason(Some(reason));
    tx.journal(change).await?;
    let href = format!("/thi-dua/phieu/{}", entry.id);
    tell(app, tx, (SUBMIT, entry.agency_id), ("emulation.given_back", href), (round, entry.agency_id, reason))
        .await
}

/// What the appraisal says.
#[derive(Debug, Clone, Default)]
pub struct Appraisal {
    /// Points where it says otherwise: code, points, why.
    pub points: Vec<(String, Option<Points>, String)>,
    /// The class.
    pub class: String,
    /// Why it is not that of the rules.
    pub reason: String,
}

/// Appraises an entry. A class other than that of the rules after these points wants its reason.
pub async fn appraise(
    app: &App,
    tx: &Tx,
    (round, entry): (&Round, &Entry),
    new: &Appraisal,
    by: &str,
) -> Result<()> {
    round.state()?.open()?;
    let over = tx.at().day() > round.due()?;
    if entry.state()?.appraise(over)? != EntryState::Appraised {
        return Err(Error::fault("emulation_entry.state", &entry.state));
    }
    for (code, own, why) in &new.points {
        points::set_appraised(tx, entry.id, code, *own, why).await?;
    }
    reckon(tx, round).await?;
    let ruled = entries::get(tx, entry.id).await?.ruled;
    if new.class != ruled && new.reason.is_empty() {
        let named =
            round.classes()?.into_iter().find(|c| c.code == ruled).map_or_else(|| "–".to_owned(), |c| c.name);
        return Err(Refusal::new("emulation-refused-reason").arg("class", named).into());
    }
    fast(entries::appraise(tx, entry, (&new.class, &new.reason), by).await?)?;
    let after = json!({
        "emulation_class": new.class, "emulation_ruled": ruled,
        "emulation_total": entries::get(tx, entry.id).await?.points().to_string()
    });
    let reason = Some(new.reason.as_str()).filter(|r| !r.is_empty());
    tx.journal(Change::of("emulation", ENTRY, entry.id, "emulation_appraise").after(after).reason(reason))
        .await?;
    let href = format!("/thi-dua/phieu/{}", entry.id);
    tell(
        app,
        tx,
        (SUBMIT, entry.agency_id),
        ("emulation.appraised", href),
        (round, entry.agency_id, &new.reason),
    )
    .await
}

/// Adds bonus or penalty with its reason.
pub async fn add_extra(
    tx: &Tx,
    round: &Round,
    entry: &Entry,
    added: Points,
    (reason, href): (&str, &str),
) -> Result<()> {
    round.state()?.open()?;
    not_voted(entry)?;
    if !points::add_extra(tx, entry.id, added, (reason, href)).await? {
        return Err(Refusal::new("emulation-refused-twice").into());
    }
    reckon(tx, round).await?;
    let after = json!({"emulation_points": added.to_string()});
    let change = Change::of("emulation", ENTRY, entry.id, "emulation_extra");
    tx.journal(change.after(after).reason(Some(reason))).await
}

/// Takes bonus or penalty away.
pub async fn drop_extra(tx: &Tx, round: &Round, entry: &Entry, id: i64) -> Result<()> {
    round.state()?.open()?;
    not_voted(entry)?;
    let was = points::drop_extra(tx, entry.id, id).await?.ok_or(Error::NotFound)?;
    reckon(tx, round).await?;
    let before = json!({"emulation_points": Points(was.points).to_string()});
    let change = Change::of("emulation", ENTRY, entry.id, "emulation_extra_drop");
    tx.journal(change.before(before).reason(Some(&was.reason))).await
}

fn not_voted(entry: &Entry) -> Result<()> {
    match entry.state()? {
        EntryState::Voted => Err(Refusal::new("emulation-refused-voted").into()),
        _ => Ok(()),
    }
}
