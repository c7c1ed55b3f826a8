//! A group of joint procedures: entered, changed.

use super::super::store::{self, GroupText};
use kernel::Amount;
use platform::error::{Error, Result};
use platform::journal::Change;
use platform::{Actor, App, Refusal};
use serde_json::{Value as Json, json};

fn told(text: &GroupText) -> Json {
    let members: Vec<String> = text.members.iter().map(|m| format!("{} ({})", m.code, m.agency)).collect();
    json!({
        "group_code": text.code,
        "group_name": text.name,
        "group_lead": text.lead,
        "group_members": members.join(", "),
        "group_from": text.valid_from,
        "group_on_failure": text.on_failure,
        "group_term": serde_json::from_str::<Amount>(&text.term).ok().map(Amount::label_vi),
    })
}

/// Enters a group, or changes the one that the page showed.
pub async fn write(app: &App, by: &Actor, known: Option<(i64, i64)>, text: &GroupText) -> Result<i64> {
    let tx = app.store.write(by).await?;
    let (id, entry) = match known {
        None => {
            if store::group_code_taken(&tx, &text.code).await? {
                return Err(Refusal::new("catalogue-refused-group").arg("code", &text.code).into());
            }
            let id = store::add_group(&tx, text).await?;
            (id, Change::of("catalogue", "procedure_group", id, "procedure_group_enter"))
        }
        Some((id, seen)) => {
            if !store::write_group(&tx, id, seen, text).await? {
                return Err(Error::Changed(vec![text.name.clone()]));
            }
            (id, Change::of("catalogue", "procedure_group", id, "procedure_group_write"))
        }
    };
    tx.journal(entry.after(told(text))).await?;
    tx.commit().await?;
    Ok(id)
}
