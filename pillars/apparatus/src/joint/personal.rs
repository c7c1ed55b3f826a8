//! What is kept about the person of an account: their joint dossiers with their parts, and who looked; drafts with what was typed.
//! The papers and results stand with the dossiers of the parts.

use super::pages::LOOKED_AT;
use super::rules::identity;
use super::store::{self, Joint};
use platform::error::Result;
use platform::http::Query;
use platform::identity::Account;
use platform::own_data::{at, looks};
use platform::{App, reads};
use serde_json::{Value as Json, json};

/// The identity number that stands for the person of an account: one that a member of staff has compared with them. What others
/// filed for somebody is shown to nobody who merely typed their number.
pub(super) fn proven(account: &Account) -> Option<String> {
    account.verified_at?;
    account.identity_number.as_deref().map(identity).filter(|number| !number.is_empty())
}

/// All joint dossiers that the account filed or that others filed for its person, and its drafts.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let number = proven(&platform::identity::account(&app.store, account).await?);
    let list = store::of_person(account, number.as_deref());
    let joints: Vec<Joint> = list.all(&app.store, &Query::default()).await?;
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
            "proxy": joint.proxy()?,
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
    let mut drafts = Vec::new();
    for draft in store::drafts_of(&app.store, account).await? {
        drafts.push(json!({
            "group": draft.group_name,
            "lead": app.directory().name(draft.lead_id),
            "state": draft.state,
            "saved": at(draft.saved_at),
            "answers": draft.answers()?.fields,
            "papers": draft.papers()?,
        }));
    }
    Ok(json!({ "joint_dossiers": told, "joint_drafts": drafts }))
}
