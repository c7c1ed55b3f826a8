//! Work of the register: a settled dossier's result is entered; older ones are gathered night by night until none is left.

use super::{acts, store};
use contracts::dossiers::DossierSettled;
use contracts::results::{ResultEntered, ResultFact, SignedResult, SignedResults};
use platform::error::Result;
use platform::events::{Event, Listener};
use platform::jobs::{self, Job};
use platform::{Actor, App, Tx};
use std::sync::Arc;

/// Results taken in one transaction.
const AT_ONCE: i64 = 200;
/// Transactions of one night: a large city's older results come in over some nights, not all in one.
const ROUNDS: u64 = 250;

/// Enters the result of a settled dossier.
pub(super) const ENTER: Job = Job {
    name: "results.enter",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let DossierSettled(fact) = serde_json::from_value(payload)?;
            enter(&app, fact.dossier_id).await
        })
    },
};

/// Listens to settled dossiers.
pub(super) const SETTLED: Listener = Listener { topic: DossierSettled::TOPIC, job: ENTER.name };

/// Gathers results signed before there was a register.
pub(super) const GATHER: Job = Job {
    name: "results.gather",
    schedule: Some("35 2 * * *"),
    run: |app, _| Box::pin(async move { gather(&app).await }),
};

pub(super) async fn enter(app: &App, dossier: i64) -> Result<()> {
    let signed: Arc<dyn SignedResults> = app.port()?;
    let results = signed.of_dossier(app, dossier).await?;
    if results.is_empty() {
        return Ok(());
    }
    let tx = app.store.write(&Actor::system()).await?;
    let mut entered = false;
    for result in &results {
        entered |= enter_told(app, &tx, result).await?;
    }
    // Told twice, it stands already.
    if entered { tx.commit().await } else { Ok(()) }
}

/// Enters a result and says so, older ones too: shelves opened before it was gathered wait for it. False: it was there.
async fn enter_told(app: &App, tx: &Tx, result: &SignedResult) -> Result<bool> {
    let Some(entry_id) = acts::enter(app, tx, result).await? else { return Ok(false) };
    let agency_id = Some(result.agency_id);
    let fact = ResultFact { entry_id, dossier_id: result.dossier_id, agency_id };
    tx.emit(&ResultEntered(fact)).await?;
    Ok(true)
}

/// Goes on where it stopped; those entered meanwhile are passed over.
pub(super) async fn gather(app: &App) -> Result<()> {
    let signed: Arc<dyn SignedResults> = app.port()?;
    let mut last = store::gathered(&app.store).await?.unwrap_or(0);
    for round in 0..ROUNDS {
        let results = signed.after(app, last, AT_ONCE).await?;
        let Some(newest) = results.last() else { return Ok(()) };
        last = newest.id;
        let tx = app.store.write(&Actor::system()).await?;
        let mut entered = false;
        for result in &results {
            entered |= enter_told(app, &tx, result).await?;
        }
        if entered {
            store::set_gathered(&tx, last).await?;
            tx.commit().await?;
        } else {
            // Nothing was entered, so there is nothing to journal: only how far it came.
            drop(tx);
            let place = app.store.housekeeping().await?;
            store::set_gathered(&place, last).await?;
            place.commit().await?;
        }
        jobs::progress("results", round + 1, ROUNDS);
    }
    Ok(())
}
