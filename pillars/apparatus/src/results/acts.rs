//! What is done to the register: a result is entered, its end proposed, decided.

use super::rules::change::{Kind, other_person};
use super::rules::standing::State;
use super::rules::{code, validity};
use super::store::{self, EntryRow, NewChange, NewEntry};
use contracts::procedures::Catalogue;
use contracts::results::{ResultEnded, ResultFact, SignedResult, bare_number};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;
use std::sync::Arc;

/// Kind of record of an entry in the journal.
pub const RECORD: &str = "result_entry";
/// Kind of record of an entry, as looks at it name it.
pub const LOOKED_AT: &str = "result";
/// The journal's verb of an entry: what the cover sheet's proof leads to.
pub const ENTER: &str = "result_enter";

/// Enters a signed result in the caller's transaction; the id of the entry, or `None` if it was there.
pub async fn enter(app: &App, tx: &Tx, signed: &SignedResult) -> Result<Option<i64>> {
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let version = catalogue.version(app, signed.procedure_version_id).await?;
    let words = version.body.result.as_ref().and_then(|r| r.valid.clone());
    let signed_on = signed.signed.day();
    let new = NewEntry {
        result_id: signed.id,
        code: code::code(app.random.bytes()),
        dossier_id: signed.dossier_id,
        dossier_code: signed.dossier_code.clone(),
        agency_id: signed.agency_id,
        procedure_code: signed.procedure.clone(),
        field: signed.field.clone(),
        number: signed.number.clone(),
        name: signed.name.clone(),
        holder_name: signed.owner.name.clone(),
        holder_identity: bare_number(&signed.owner.identity_number),
        account_id: signed.owner.account_id,
        by_proxy: signed.owner.by_proxy,
        signer: signed.signer.clone(),
        signed_on,
        valid_to: words.as_deref().and_then(|text| validity::last_day(text, signed_on)),
        validity: words,
        file: signed.file.clone(),
    };
    let Some(id) = store::add(tx, &new).await? else { return Ok(None) };
    let after = json!({
        "result_number": new.number, "result_name": new.name, "result_code": new.code,
        "result_dossier": new.dossier_code, "result_valid_to": new.valid_to.map(Day::vn),
        "result_file": new.file.as_ref().map(|(hash, _)| hash),
    });
    tx.journal(Change::of("results", RECORD, id, ENTER).after(after)).await?;
    Ok(Some(id))
}

/// Proposes that a result in force be revoked or replaced.
pub async fn propose(app: &App, by: &Actor, entry: &EntryRow, new: &NewChange) -> Result<()> {
    let tx = app.store.write(by).await?;
    if store::propose(&tx, entry.id, new).await?.is_none() {
        return Err(Refusal::new("results-refused-proposed").into());
    }
    // Looked at only now: a decision made meanwhile ended the result and left its place to this proposal.
    let held = store::by_id(&tx, entry.id).await?.ok_or(Error::NotFound)?;
    if held.state != State::InForce.code() {
        return Err(Refusal::new("results-refused-ended").into());
    }
    let after = json!({
        "result_end": new.kind.code(), "result_decision": new.decision_number,
        "result_decided_on": new.decided_on.vn(), "result_replaced_by": new.replaced_by,
    });
    let change = Change::of("results", RECORD, entry.id, "result_propose").after(after);
    tx.journal(change.reason(Some(&new.ground))).await?;
    tx.commit().await
}

/// Approves what somebody else proposed, which ends the result, or declines it with a reason.
pub async fn decide(app: &App, by: &Actor, entry: i64, approved: bool, note: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let open =
        store::open_change(&tx, entry).await?.ok_or_else(|| Refusal::new("results-refused-nothing-open"))?;
    // Both are held before either is looked at: of two that are to replace one another at the same moment, the second decision
    // waits and sees what the first one ended.
    store::hold(&tx, entry, open.replaced_by).await?;
    let held = store::by_id(&tx, entry).await?.ok_or(Error::NotFound)?;
    other_person(open.proposer_id, by.account_id)?;
    if !store::close_change(&tx, open.id, approved, note).await? {
        return Err(Refusal::new("results-refused-nothing-open").into());
    }
    if approved {
        let kind = Kind::from_code(&open.kind).ok_or_else(|| Error::fault("result_change", &open.kind))?;
        let state = match kind {
            Kind::Revoke => State::Revoked,
            Kind::Replace => State::Replaced,
        };
        if kind == Kind::Replace {
            still_stands(&tx, open.replaced_by).await?;
        }
        let day: Day = open.decided_on.parse().map_err(|e| Error::fault("result_change.decided_on", e))?;
        if !store::end(&tx, entry, state, (day, &open.decision_number), open.replaced_by).await? {
            return Err(Refusal::new("results-refused-ended").into());
        }
        let (dossier_id, agency_id) = (held.dossier_id, Some(held.agency_id));
        tx.emit(&ResultEnded(ResultFact { entry_id: entry, dossier_id, agency_id })).await?;
    }
    let action = if approved { "result_end" } else { "result_decline" };
    let after = json!({"result_end": open.kind, "result_decision": open.decision_number});
    let reason = if approved { Some(open.ground.as_str()) } else { Some(note) };
    let change = Change::of("results", RECORD, entry, action).after(after);
    tx.journal(change.reason(reason.filter(|text| !text.is_empty()))).await?;
    tx.commit().await
}

/// What is to take a result's place has not been ended since it was proposed, else two could replace one another.
async fn still_stands(tx: &Tx, other: Option<i64>) -> Result<()> {
    let other = match other {
        Some(id) => store::by_id(tx, id).await?,
        None => None,
    };
    if other.is_some_and(|other| other.state == State::InForce.code()) {
        return Ok(());
    }
    Err(Refusal::new("results-refused-replacement").into())
}
