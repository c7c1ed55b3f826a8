//! Work of its own: marking after events, measuring, the nightly count, the monthly freeze, the morning's watch and
//! reminders.

use super::{acts, freezing, measuring};
use contracts::campaigns::CampaignsChanged;
use contracts::costs::CostAccepted;
use contracts::dossiers::{DossierChanged, DossierFiled, DossierReceived, DossierReturned, DossierSettled};
use contracts::inspections::InspectionChanged;
use contracts::par_index::ParIndexPublished;
use contracts::petitions::{PetitionChanged, PetitionReceived};
use contracts::plans::PlanChanged;
use contracts::satisfaction::RatingGiven;
use contracts::settlement::SettlementScored;
use contracts::simplification::ReviewChanged;
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
        run: |app, events| Box::pin(async move { measuring::mark_events(&app, &events).await }),
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
    Job {
        name: "targets.watch",
        schedule: Some("15 5 * * *"),
        run: |app, _| Box::pin(async move { acts::watch(&app).await.map(|_| ()) }),
    },
    Job {
        name: "targets.remind",
        schedule: Some("20 7 * * 1-6"),
        run: |app, _| Box::pin(async move { acts::remind(&app).await.map(|_| ()) }),
    },
];

/// A busy morning's events are marked many at once.
pub(super) const TOGETHER: &[&str] = &["targets.mark"];

/// What is listened to; any event with `agency_id` and days named `…_on` will do.
pub(super) const LISTENERS: &[Listener] = &[
    Listener { topic: DossierFiled::TOPIC, job: "targets.mark" },
    Listener { topic: DossierReceived::TOPIC, job: "targets.mark" },
    Listener { topic: DossierChanged::TOPIC, job: "targets.mark" },
    Listener { topic: DossierSettled::TOPIC, job: "targets.mark" },
    Listener { topic: DossierReturned::TOPIC, job: "targets.mark" },
    Listener { topic: RatingGiven::TOPIC, job: "targets.mark" },
    Listener { topic: CostAccepted::TOPIC, job: "targets.mark" },
    Listener { topic: ReviewChanged::TOPIC, job: "targets.mark" },
    Listener { topic: SettlementScored::TOPIC, job: "targets.mark" },
    Listener { topic: ParIndexPublished::TOPIC, job: "targets.mark" },
    Listener { topic: PetitionReceived::TOPIC, job: "targets.mark" },
    Listener { topic: PetitionChanged::TOPIC, job: "targets.mark" },
    Listener { topic: PlanChanged::TOPIC, job: "targets.mark" },
    Listener { topic: InspectionChanged::TOPIC, job: "targets.mark" },
    Listener { topic: CampaignsChanged::TOPIC, job: "targets.mark" },
];

/// Freezes the periods that ended with yesterday's month: the month, its quarter, its year.
async fn freeze_ended(app: &App) -> Result<()> {
    let today = app.clock.now().day();
    let ended = Period::month_of(today).previous().last();
    let agencies = measuring::read_agencies(app, ended);
    for period in [Period::month_of(ended), Period::quarter_of(ended), Period::year_of(ended)] {
        if period.last() == ended {
            freezing::freeze(app, &Actor::system(), period, &agencies, false).await?;
        }
    }
    Ok(())
}
