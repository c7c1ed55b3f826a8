//! Work of its own: judging after events, scoring, the night.

use super::keeping;
use contracts::dossiers::{DossierChanged, DossierFiled, DossierReceived, DossierReturned, DossierSettled};
use contracts::fees::FeesPaid;
use contracts::petitions::{PetitionChanged, PetitionReceived};
use contracts::satisfaction::RatingGiven;
use contracts::settlement::DossierComplained;
use platform::events::{Event, Listener};
use platform::jobs::Job;

/// The jobs.
pub(super) const JOBS: &[Job] = &[
    Job {
        name: "settlement.note",
        schedule: None,
        run: |app, events| Box::pin(async move { keeping::note_events(&app, &events).await }),
    },
    Job {
        name: "settlement.rated",
        schedule: None,
        run: |app, event| Box::pin(async move { keeping::note_rating(&app, &event).await }),
    },
    Job {
        name: "settlement.petition",
        schedule: None,
        run: |app, event| Box::pin(async move { keeping::note_petition(&app, &event).await }),
    },
    Job {
        name: "settlement.score",
        schedule: None,
        run: |app, _| Box::pin(async move { keeping::score(&app).await.map(|_| ()) }),
    },
    Job {
        name: "settlement.nightly",
        schedule: Some("25 1 * * *"),
        run: |app, _| Box::pin(async move { keeping::nightly(&app).await }),
    },
];

/// A busy morning's events are judged many at once.
pub(super) const TOGETHER: &[&str] = &["settlement.note"];

/// What is listened to.
pub(super) const LISTENERS: &[Listener] = &[
    Listener { topic: DossierFiled::TOPIC, job: "settlement.note" },
    Listener { topic: DossierReceived::TOPIC, job: "settlement.note" },
    Listener { topic: DossierChanged::TOPIC, job: "settlement.note" },
    Listener { topic: DossierSettled::TOPIC, job: "settlement.note" },
    Listener { topic: DossierReturned::TOPIC, job: "settlement.note" },
    // Money that comes after the end changes what is known of how it was paid.
    Listener { topic: FeesPaid::TOPIC, job: "settlement.note" },
    Listener { topic: DossierComplained::TOPIC, job: "settlement.note" },
    Listener { topic: RatingGiven::TOPIC, job: "settlement.rated" },
    Listener { topic: PetitionReceived::TOPIC, job: "settlement.petition" },
    Listener { topic: PetitionChanged::TOPIC, job: "settlement.petition" },
];
