//! The question sets that ship.

use super::rules::set::SurveySet;
use super::store;
use platform::error::{Error, Result};
use platform::{Actor, App, Change};
use serde_json::json;

/// The sets of `sets.yaml`.
pub(super) fn shipped() -> Result<Vec<SurveySet>> {
    serde_saphyr::from_str(include_str!("sets.yaml")).map_err(|e| Error::fault("sets.yaml", e))
}

/// Adds the versions that are not there yet.
pub(super) async fn seed(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut added = 0;
    for set in shipped()? {
        set.check().map_err(|e| Error::fault(format!("survey set {}", set.code), e))?;
        if let Some(id) = store::add_set(&tx, &set).await? {
            let after = json!({"survey_set": format!("{} {}", set.code, set.version)});
            tx.journal(Change::of("satisfaction", "survey_set", id, "survey_set_add").after(after)).await?;
            added += 1;
        }
    }
    if added > 0 { tx.commit().await } else { Ok(()) }
}
