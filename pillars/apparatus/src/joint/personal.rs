//! What is kept about the person of an account: their joint dossiers with their parts, and who looked. The papers and results stand
//! with the dossiers of the parts.

use super::pages::LOOKED_AT;
use super::store::{self, Joint};
use platform::error::Result;
use platform::http::Query;
use platform::own_data::{at, looks};
use platform::{App, reads};
use serde_json::{Value as Json, json};

/// All joint dossiers that the account filed.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let joints: Vec<Joint> = store::of_account(account).all(&app.store, &Query::default()).await?;
    let mut told = Vec::new();
    for joint in &joints {
        let parts = store::parts(&app.store, joint.id).await?;
        let parts: Vec<Json> = parts
            .into_iter()
            .map(|part| {
                json!({
                    "procedure": part.procedure_name, "agency": app.directory().name(part.agency_id),
                    "state": part.state, "dossier": part.dossier_code, "reason": part.reason,
                    "due": part.due_at.map(at), "ended": part.ended_at.map(at),
                })
            })
            .collect();
        told.push(json!({
            "code": joint.code,
            "group": joint.group_name,
            "lead": app.directory().name(joint.lead_id),
            "owner": joint.owner()?,
            "papers": joint.papers()?,
            "filed": at(joint.filed_at),
            "due": joint.due_at.map(at),
            "settled": joint.settled_at.map(at),
            "returned": joint.returned_at.map(at),
            "returned_to": joint.returned_to,
            "parts": parts,
            "looks": looks(app, &reads::of(&app.store, LOOKED_AT, joint.id).await?),
        }));
    }
    Ok(json!({ "joint_dossiers": told }))
}
