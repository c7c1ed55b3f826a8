//! What online filing keeps about the person of an account: drafts with what was typed and the files' names.

use super::store;
use platform::App;
use platform::error::Result;
use platform::own_data::at;
use serde_json::{Value as Json, json};

/// All drafts of the account.
pub async fn of(app: &App, account: i64) -> Result<Json> {
    let mut told = Vec::new();
    for draft in store::all_of(&app.store, account).await? {
        told.push(json!({
            "procedure": format!("{} {}", draft.procedure_code, draft.procedure_name),
            "agency": app.directory().name(draft.agency_id),
            "state": draft.state,
            "saved": at(draft.saved_at),
            "people": draft.people()?.fields,
            "answers": draft.answers()?.fields,
            "papers": serde_json::from_str::<Json>(&draft.papers)?,
            "dossier": draft.dossier_code,
        }));
    }
    Ok(json!({ "drafts": told }))
}
