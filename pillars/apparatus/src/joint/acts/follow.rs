//! A dossier of a part changed: the part is noted, what waited for it begins or is left out, the person and the lead are told.

use super::super::rules::{PartState, WholeState, next, state_of};
use super::super::store::{self, Joint, Part};
use super::begin::{self, Begun};
use super::{promise, standings, tell};
use contracts::joint::{PartDossier, PartDossiers, PartOutcome};
use kernel::Moment;
use platform::error::Result;
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;
use std::sync::Arc;

/// What a look at a part's dossier found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    /// What was known already.
    Same,
    /// Another promise, another wait, or the result was handed over.
    Moved,
    /// The part has ended.
    Ended,
}

/// Brings the whole that a dossier is a part of up to date; it may be asked any number of times.
pub async fn follow(app: &App, dossier: i64) -> Result<()> {
    if store::of_dossier(&app.store, dossier).await?.is_none() {
        return Ok(());
    }
    let dossiers: Arc<dyn PartDossiers> = app.port()?;
    let tx = app.store.write(&Actor::system()).await?;
    let Some(found) = store::of_dossier(&tx, dossier).await? else { return Ok(()) };
    store::take(&tx, found.id).await?;
    // Read only with the whole in hand: read before, it could be older than what another event has written meanwhile.
    let Some(seen) = dossiers.one(app, dossier).await? else { return Ok(()) };
    let mut joint = store::get(&tx, found.id).await?;
    let mut parts = store::parts(&tx, joint.id).await?;
    let Some(at) = parts.iter().position(|part| part.dossier_id == Some(dossier)) else { return Ok(()) };
    let Some(part) = parts.get_mut(at) else { return Ok(()) };
    let marked = mark(part, &seen, tx.at())?;
    if marked == Marked::Same {
        return Ok(());
    }
    let part = part.clone();
    note(&tx, &joint, &part).await?;
    let before = joint.state()?;
    let following = next(&standings(&parts)?, joint.on_failure());
    let left_out = leave_out(&tx, &joint, &mut parts, &following.skip).await?;
    let begun = begin::begin_or_stick(app, &tx, &joint, &mut parts, &following.begin).await?;
    settle(app, &tx, &mut joint, &parts).await?;
    if marked == Marked::Ended && part.state()? != PartState::Granted {
        tell::failed(app, &tx, &joint, &part, &left_out).await?;
    }
    told(app, &tx, &joint, (&parts, &begun)).await?;
    if before == WholeState::Running && joint.state()? != WholeState::Running {
        tell::ended(app, &tx, &joint, &parts).await?;
    }
    tx.commit().await
}

/// Tells of parts whose turn it was: the person and the desk of those that began, the lead's desk of those that could not.
async fn told(app: &App, tx: &Tx, joint: &Joint, (parts, begun): (&[Part], &Begun)) -> Result<()> {
    for part in parts {
        if begun.opened.contains(&part.place) {
            tell::moved(app, tx, joint, part).await?;
        } else if begun.stuck.contains(&part.place) {
            tell::stuck(app, tx, joint, part).await?;
        }
    }
    Ok(())
}

/// Tries once more what could not be opened; refused with the reason where all of it is stuck still.
pub async fn retry(app: &App, by: &Actor, id: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    store::take(&tx, id).await?;
    let mut joint = store::get(&tx, id).await?;
    let mut parts = store::parts(&tx, id).await?;
    let stuck = parts.iter().filter(|part| part.state == PartState::Stuck.code());
    let stuck: Vec<i64> = stuck.map(|part| part.place).collect();
    let begun = begin::begin_or_stick(app, &tx, &joint, &mut parts, &stuck).await?;
    if begun.opened.is_empty() {
        let reason = parts.iter().find(|part| begun.stuck.contains(&part.place)).map(|part| &part.reason);
        let refusal = match reason {
            Some(reason) => {
                Refusal::new("joint-refused-still-stuck").arg("code", &joint.code).arg("reason", reason)
            }
            None => Refusal::new("joint-refused-none-stuck").arg("code", &joint.code),
        };
        return Err(refusal.into());
    }
    settle(app, &tx, &mut joint, &parts).await?;
    told(app, &tx, &joint, (&parts, &Begun { stuck: Vec::new(), ..begun })).await?;
    tx.commit().await
}

async fn leave_out(tx: &Tx, joint: &Joint, parts: &mut [Part], places: &[i64]) -> Result<Vec<String>> {
    let mut left_out = Vec::new();
    for part in parts.iter_mut().filter(|part| places.contains(&part.place)) {
        store::skip(tx, part.id).await?;
        part.state = PartState::Skipped.code().to_owned();
        part.ended_at = Some(tx.at().micros());
        part.filing.clear();
        left_out.push(part.procedure_name.clone());
        let entry = Change::of("joint", "joint_dossier", joint.id, "joint_part_skip");
        tx.journal(entry.after(json!({"joint_part": part.procedure_name}))).await?;
    }
    Ok(left_out)
}

/// Writes into a part what its dossier says. A part that has ended keeps its end; its result may still be handed over.
pub(super) fn mark(part: &mut Part, seen: &PartDossier, at: Moment) -> Result<Marked> {
    let state = match seen.outcome {
        PartOutcome::Open => PartState::Open,
        PartOutcome::Granted => PartState::Granted,
        PartOutcome::Refused => PartState::Refused,
        PartOutcome::Stopped => PartState::Stopped,
    };
    let stands = |part: &Part| {
        (part.state.clone(), part.received_at, part.due_at, part.returned_at, part.pauses.clone())
    };
    let was = stands(part);
    part.state = state.code().to_owned();
    part.pauses = serde_json::to_string(&seen.pauses)?;
    part.received_at = seen.received.map(Moment::micros);
    part.due_at = seen.due.map(Moment::micros);
    part.returned_at = seen.returned.map(Moment::micros);
    let ended = state.has_ended() && part.ended_at.is_none();
    if ended {
        part.ended_at = Some(seen.settled.unwrap_or(at).micros());
        // A withdrawal has no reason but itself.
        let reason =
            seen.reason.clone().filter(|reason| state != PartState::Granted && reason != "withdrawn");
        part.reason = reason.unwrap_or_default();
    }
    Ok(if ended {
        Marked::Ended
    } else if was == stands(part) {
        Marked::Same
    } else {
        Marked::Moved
    })
}

/// Writes a part that changed, with its entry in the journal of the whole.
pub(super) async fn note(tx: &Tx, joint: &Joint, part: &Part) -> Result<()> {
    store::set_part(tx, part).await?;
    let due = part.due().map(Moment::vn);
    let entry = Change::of("joint", "joint_dossier", joint.id, "joint_part_follow");
    let after = json!({
        "joint_part": part.procedure_name, "joint_part_dossier": part.dossier_code, "joint_part_state": part.state,
        "joint_part_due": due,
    });
    tx.journal(entry.after(after).reason(Some(part.reason.as_str()).filter(|reason| !reason.is_empty())))
        .await
}

/// Works out how the whole stands and when it is promised, and writes it. With a part withdrawn or stopped it was not settled.
pub(super) async fn settle(app: &App, tx: &Tx, joint: &mut Joint, parts: &[Part]) -> Result<()> {
    let standings = standings(parts)?;
    let granted = || parts.iter().filter(|part| part.state == PartState::Granted.code());
    let returned = granted().all(|part| part.returned_at.is_some());
    let state = state_of(&standings, returned);
    if state == WholeState::Running {
        let whole = promise(app, joint, tx.at(), parts)?;
        joint.due_at = whole.at.map(Moment::micros);
        joint.promised = whole.promised;
    } else if joint.settled_at.is_none() && standings.iter().all(|part| part.state != PartState::Stopped) {
        let settled = parts.iter().filter(|part| part.state != PartState::Skipped.code());
        joint.settled_at = settled.filter_map(|part| part.ended_at).max();
    }
    if state == WholeState::Returned && joint.returned_at.is_none() {
        joint.returned_at = granted().filter_map(|part| part.returned_at).max();
    }
    joint.state = state.code().to_owned();
    store::set_whole(tx, joint).await
}
