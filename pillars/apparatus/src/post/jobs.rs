//! A result that is signed and to go by post is entered among those that wait.

use super::{acts, store};
use contracts::dossiers::{DossierFact, DossierReturned, DossierSettled};
use contracts::post::PostDossiers;
use platform::error::Result;
use platform::events::{Event, Listener};
use platform::jobs::Job;
use platform::{Actor, App, Change};
use serde_json::json;
use std::sync::Arc;

/// Enters a signed result.
pub(super) const ENTER: Job = Job {
    name: "post.enter",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let DossierSettled(fact) = serde_json::from_value(payload)?;
            enter(&app, &fact).await
        })
    },
};

/// Takes back what lies at the desk when its result was fetched there.
pub(super) const FETCHED: Job = Job {
    name: "post.fetched",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let DossierReturned(fact) = serde_json::from_value(payload)?;
            fetched(&app, &fact).await
        })
    },
};

/// Listens to signed results.
pub(super) const SETTLED: Listener = Listener { topic: DossierSettled::TOPIC, job: ENTER.name };
/// Listens to results handed over.
pub(super) const RETURNED: Listener = Listener { topic: DossierReturned::TOPIC, job: FETCHED.name };

async fn enter(app: &App, fact: &DossierFact) -> Result<()> {
    let Ok(dossiers) = app.port::<Arc<dyn PostDossiers>>() else { return Ok(()) };
    let dossier = dossiers.one(app, fact.dossier_id).await?.filter(|dossier| dossier.waits_for_post);
    let Some(dossier) = dossier else { return Ok(()) };
    let tx = app.store.write(&Actor::system()).await?;
    if acts::enter_result(app, &tx, dossier).await?.is_some() {
        tx.commit().await?;
    }
    Ok(())
}

async fn fetched(app: &App, fact: &DossierFact) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let today = tx.at().day();
    let mut taken = 0;
    for item in store::of_dossier(&tx, fact.dossier_id).await? {
        if !item.state()?.is_at_desk() {
            continue;
        }
        let Some(mut item) = store::lock_item(&tx, item.id).await? else { continue };
        let Some(state) = item.state()?.next(super::rules::Act::Cancel) else { continue };
        state.code().clone_into(&mut item.state);
        item.list_id = None;
        item.ended_on = Some(today.to_string());
        store::save_item(&tx, &item).await?;
        store::add_event(&tx, item.id, state, today, ("", "system")).await?;
        let after = json!({"post_dossier": item.dossier_code});
        tx.journal(Change::of("post", "post_item", item.id, "post_fetched").after(after)).await?;
        taken += 1;
    }
    if taken > 0 { tx.commit().await } else { Ok(()) }
}
