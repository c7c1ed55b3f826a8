//! Work of its own: marking after events, measuring, the nightly count, the monthly freeze.

use super::measuring;
use contracts::dossiers::{DossierChanged, DossierFiled, DossierReceived, DossierReturned, DossierSettled};
use contracts::petitions::{PetitionChanged, PetitionReceived};
use contracts::satisfaction::RatingGiven;
use kernel::Period;
use platform::error::Result;
use platform::events::{Event, Listener};
use platform::jobs::Job;
use platform::{Actor, App};

/// The jobs.
pub(super) const JOBS: &[Job] = &[
    Job {
        name: "targets.mark",
        schedule: None,
        run: |app, event| Box::pin(async move { measuring::mark_event(&app, &event).await }),
    },
    Job {
        name: "targets.measure",
        schedule: None,
        run: |app, _| Box::pin(async move { measuring::measure(&app).await.map(|_| ()) }),
    },
    Job {
        name: "targets.nightly",
        schedule: Some("45 1 * * *"),
        run: |app, _| Box::pin(async move { measuring::nightly(&app).await }),
    },
    Job {
        name: "targets.freeze",
        schedule: Some("0 3 1 * *"),
        run: |app, _| Box::pin(async move { freeze_ended(&app).await }),
    },
];

/// What is listened to; any event with `agency_id` and days named `…_on` will do.
pub(super) const LISTENERS: &[Listener] = &[
    Listener { topic: DossierFiled::TOPIC, job: "targets.mark" },
    Listener { topic: DossierReceived::TOPIC, job: "targets.mark" },
    Listener { topic: DossierChanged::TOPIC, job: "targets.mark" },
    Listener { topic: DossierSettled::TOPIC, job: "targets.mark" },
    Listener { topic: DossierReturned::TOPIC, job: "targets.mark" },
    Listener { topic: RatingGiven::TOPIC, job: "targets.mark" },
    Listener { topic: PetitionReceived::TOPIC, job: "targets.mark" },
    Listener { topic: PetitionChanged::TOPIC, job: "targets.mark" },
];

/// Freezes the periods that ended with yesterday's month: the month, its quarter, its year.
async fn freeze_ended(app: &App) -> Result<()> {
    let today = app.clock.now().day();
    let ended = Period::month_of(today).previous().last();
    let agencies = measuring::read_agencies(app, ended);
    for period in [Period::month_of(ended), Period::quarter_of(ended), Period::year_of(ended)] {
        if period.last() == ended {
            measuring::freeze(app, &Actor::system(), period, &agencies, false).await?;
        }
    }
    Ok(())
}
