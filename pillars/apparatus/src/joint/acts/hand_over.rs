//! Handing over: all signed results at once at the counter of the lead, also those that other agencies signed.

use super::super::rules::WholeState;
use super::super::store;
use super::follow::{Marked, mark, note, settle};
use contracts::joint::PartDossiers;
use platform::error::Result;
use platform::{Actor, App, Change, Refusal};
use serde_json::json;
use std::sync::Arc;

/// Hands the results over to somebody. Each part's own dossier says so too; should the server stop in between, doing it again
/// hands over what is left.
pub async fn hand_over(app: &App, by: &Actor, id: i64, to: &str) -> Result<()> {
    let joint = store::get(&app.store, id).await?;
    match joint.state()? {
        WholeState::Running => {
            return Err(Refusal::new("joint-refused-running").arg("code", &joint.code).into());
        }
        WholeState::Returned => {
            return Err(Refusal::new("joint-refused-returned").arg("code", &joint.code).into());
        }
        WholeState::Done | WholeState::Partial => {}
    }
    let dossiers: Arc<dyn PartDossiers> = app.port()?;
    let parts = store::parts(&app.store, id).await?;
    let mut handed = Vec::new();
    for part in &parts {
        let Some(dossier) = part.dossier_id else { continue };
        if dossiers.hand_over(app, by, dossier, to).await? {
            handed.push(part.dossier_code.clone());
        }
    }
    let tx = app.store.write(by).await?;
    store::take(&tx, id).await?;
    let mut joint = store::get(&tx, id).await?;
    if handed.is_empty() && joint.state()? == WholeState::Returned {
        // Somebody else was faster: to whom they handed it over stays.
        return Err(Refusal::new("joint-refused-returned").arg("code", &joint.code).into());
    }
    let mut parts = store::parts(&tx, id).await?;
    // Read only with the whole in hand, as where it is followed.
    let mut seen = Vec::new();
    for part in &parts {
        if let Some(dossier) = part.dossier_id {
            seen.extend(dossiers.one(app, dossier).await?);
        }
    }
    if seen.iter().all(|dossier| dossier.returned.is_none()) {
        return Err(Refusal::new("joint-refused-nothing").arg("code", &joint.code).into());
    }
    for part in &mut parts {
        let Some(dossier) = seen.iter().find(|dossier| dossier.code == part.dossier_code) else { continue };
        if mark(part, dossier, tx.at())? != Marked::Same {
            note(&tx, &joint, part).await?;
        }
    }
    joint.returned_to = Some(to.to_owned());
    settle(app, &tx, &mut joint, &parts).await?;
    let entry = Change::of("joint", "joint_dossier", id, "joint_hand_over");
    tx.journal(entry.after(json!({"returned_to": to, "joint_part_dossier": handed.join("; ")}))).await?;
    tx.commit().await
}
