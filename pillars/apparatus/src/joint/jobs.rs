//! The listener: whatever happens to a dossier that is a part of a joint one is followed; and the nightly removal of drafts that
//! nobody has changed for longer than the rules keep them.

use super::{acts, store};
use contracts::dossiers::{DossierChanged, DossierFact, DossierReceived, DossierReturned, DossierSettled};
use platform::error::Result;
use platform::events::{Event, Listener};
use platform::jobs::Job;
use platform::{Actor, App, Change};
use serde_json::json;

/// Brings the whole up to date; any of the events is its payload, each a fact of a dossier.
pub(super) const FOLLOW: Job = Job {
    name: "joint.follow",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let fact: DossierFact = serde_json::from_value(payload)?;
            acts::follow(&app, fact.dossier_id).await
        })
    },
};

/// What it hears.
pub(super) const LISTENERS: &[Listener] = &[
    Listener { topic: DossierReceived::TOPIC, job: FOLLOW.name },
    Listener { topic: DossierChanged::TOPIC, job: FOLLOW.name },
    Listener { topic: DossierSettled::TOPIC, job: FOLLOW.name },
    Listener { topic: DossierReturned::TOPIC, job: FOLLOW.name },
];

/// Days that drafts are kept, where no rule says.
const DAYS: i64 = 365;

/// Removes drafts that nobody goes on with.
pub(super) const TIDY: Job = Job {
    name: "joint.tidy",
    schedule: Some("45 2 * * *"),
    run: |app, _| Box::pin(async move { tidy(&app).await }),
};

async fn tidy(app: &App) -> Result<()> {
    let now = app.clock.now();
    let days = app.profiles().get_or("privacy.keep_drafts_days", now.day(), DAYS)?.max(0);
    let tx = app.store.write(&Actor::system()).await?;
    for id in store::abandoned(&tx, now.plus_minutes(-days * 24 * 60)).await? {
        if store::delete_draft(&tx, id).await? {
            let after = json!({"keep_days": days});
            tx.journal(Change::of("joint", "joint_draft", id, "draft_expire").after(after)).await?;
        }
    }
    tx.commit().await
}
