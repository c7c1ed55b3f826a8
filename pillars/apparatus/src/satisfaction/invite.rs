//! The sheet of a returned dossier: handed out when its result is, once.

use super::rules::set::in_force;
use super::store::{self, NewInvite};
use contracts::dossiers::{DossierFact, DossierReturned};
use kernel::Day;
use platform::error::{Error, Result};
use platform::events::{Event, Listener};
use platform::jobs::Job;
use platform::{Actor, App, Change};
use serde_json::json;

/// Days a sheet waits for its answer where no profile row says otherwise.
const ANSWER_DAYS: i64 = 30;

/// Hands out the sheet.
pub(super) const JOB: Job = Job {
    name: "satisfaction.invite",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let DossierReturned(fact) = serde_json::from_value(payload)?;
            invite(&app, fact).await
        })
    },
};

/// Listens to returned dossiers.
pub(super) const LISTENER: Listener = Listener { topic: DossierReturned::TOPIC, job: JOB.name };

/// Last day a sheet of a dossier returned on a day can be answered.
pub(super) fn last_day(app: &App, returned: Day) -> Result<Day> {
    Ok(returned.plus_days(app.profiles().get_or("satisfaction.answer_days", returned, ANSWER_DAYS)?))
}

async fn invite(app: &App, fact: DossierFact) -> Result<()> {
    let returned_on = app.clock.now().day();
    let tx = app.store.write(&Actor::system()).await?;
    let sets = store::all_sets(&tx).await?;
    let set_id = in_force(&sets, returned_on)
        .map(|(id, _)| *id)
        .ok_or_else(|| Error::fault("survey_set", format!("no question set on {returned_on}")))?;
    let new = NewInvite {
        dossier_id: fact.dossier_id,
        dossier_code: fact.code,
        set_id,
        token: app.random.token(),
        agency_id: fact.agency_id,
        procedure_code: fact.procedure,
        field: fact.field,
        channel: fact.channel.code().to_owned(),
        returned_on,
        expires_on: last_day(app, returned_on)?,
    };
    let Some(id) = store::insert(&tx, new).await? else { return Ok(()) };
    let after = json!({"survey_dossier": fact.dossier_id});
    tx.journal(Change::of("satisfaction", "survey_invite", id, "survey_invite").after(after)).await?;
    tx.commit().await
}

/// Counts the kept figures by agency, month and factor anew from the answers.
pub async fn rebuild_tally(app: &App) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    store::rebuild_tally(&tx).await?;
    tx.commit().await
}
