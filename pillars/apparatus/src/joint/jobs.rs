//! The listener: whatever happens to a dossier that is a part of a joint one is followed.

use super::acts;
use contracts::dossiers::{DossierChanged, DossierFact, DossierReceived, DossierReturned, DossierSettled};
use platform::events::{Event, Listener};
use platform::jobs::Job;

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
