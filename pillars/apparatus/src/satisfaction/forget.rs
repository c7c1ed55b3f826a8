//! The account that filed dossiers was erased: the sheets that still wait for an answer go, with the links that open them.

use super::store;
use contracts::dossiers::OwnerErased;
use platform::error::Result;
use platform::events::{Event, Listener};
use platform::jobs::Job;
use platform::{Actor, App, Change};
use serde_json::json;

/// Takes the sheets away.
pub(super) const JOB: Job = Job {
    name: "satisfaction.forget",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let OwnerErased { dossiers } = serde_json::from_value(payload)?;
            forget(&app, &dossiers).await
        })
    },
};

/// Listens to erased accounts.
pub(super) const LISTENER: Listener = Listener { topic: OwnerErased::TOPIC, job: JOB.name };

async fn forget(app: &App, dossiers: &[i64]) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    for dossier in dossiers {
        if let Some(id) = store::delete_unanswered(&tx, *dossier).await? {
            let after = json!({"survey_dossier": dossier});
            tx.journal(Change::of("satisfaction", "survey_invite", id, "survey_forget").after(after)).await?;
        }
    }
    tx.commit().await
}
