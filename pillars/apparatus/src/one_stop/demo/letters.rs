//! What became of the demo's letters of apology: some are decided, the others wait, and some promises passed without one.

use crate::one_stop::{acts, store};
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::identity;
use platform::store::{ActorKind, FromRow};
use platform::{Actor, App, Change, Read};
use serde_json::json;

/// Letters that are decided, of those that were prepared.
const DECIDED: usize = 4;
/// Promises that passed although a letter had been prepared; of one it is sent late.
const MISSED: i64 = 3;

#[derive(FromRow)]
struct Waiting {
    dossier_id: i64,
    agency_id: i64,
    new_due_on: String,
    reason: String,
}

#[derive(FromRow)]
struct Passed {
    id: i64,
    agency_id: i64,
    due_at: i64,
}

/// Sends and sets aside some by the acts themselves; notes of a few that they were missed.
pub async fn decide(app: &App) -> Result<()> {
    missed(app).await?;
    late(app).await?;
    let waiting: Vec<Waiting> = app
        .store
        .rows(
            "SELECT dossier_id, agency_id, new_due_on, reason FROM dossier_apology \
             WHERE outcome IS NULL AND apology_by_on >= $1 ORDER BY id",
            vec![app.clock.now().day().to_string().into()],
        )
        .await?;
    // At least half of them still wait, so that a newcomer has something to decide.
    let decided = DECIDED.min(waiting.len() / 2);
    for (number, letter) in waiting.into_iter().take(decided).enumerate() {
        let by = leader(app, letter.agency_id).await?;
        let outcome = match letter.new_due_on.parse::<Day>() {
            Ok(day) if number % 2 == 0 => {
                acts::extend(app, &by, letter.dossier_id, None, day, &letter.reason).await.map(|_| ())
            }
            _ => {
                let reason = "Bước còn lại làm xong trong hôm nay, vẫn kịp hẹn.";
                acts::dismiss_apology(app, &by, letter.dossier_id, None, reason).await
            }
        };
        match outcome {
            // One that the rules forbid on this day waits like the others.
            Ok(()) | Err(Error::Refused(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// Who signs at an agency; a made-up name where the demo has no account.
async fn leader(app: &App, agency: i64) -> Result<Actor> {
    let holders = identity::holders(&app.store, "leader", app.clock.now().day()).await?;
    let found = holders.into_iter().find(|holder| holder.agency_id == agency);
    let (account_id, name) =
        found.map_or((None, "Lãnh đạo đơn vị".to_owned()), |h| (Some(h.account_id), h.name));
    Ok(Actor { kind: ActorKind::Staff, account_id, name, unit_id: Some(agency) })
}

/// One of the promises that have passed: the letter is sent late.
async fn late(app: &App) -> Result<()> {
    let sql = "SELECT a.dossier_id, a.agency_id, a.new_due_on, a.reason FROM dossier_apology a JOIN dossier d ON d.id = a.dossier_id \
               WHERE a.outcome IS NULL AND d.due_at = a.due_at AND a.due_at < $1 ORDER BY a.id LIMIT 1";
    let now = app.clock.now();
    let Some(letter) = app.store.row::<Waiting>(sql, vec![now.micros().into()]).await? else { return Ok(()) };
    let expected = app.calendars().of(letter.agency_id)?.add_working_days(now.day(), 2);
    let by = leader(app, letter.agency_id).await?;
    match acts::apologise(app, &by, letter.dossier_id, None, expected, &letter.reason).await {
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Letters of promises that have passed: they were prepared in time and nobody sent them.
async fn missed(app: &App) -> Result<()> {
    let now = app.clock.now();
    let passed: Vec<Passed> = app
        .store
        .rows(
            "SELECT id, agency_id, due_at FROM dossier WHERE is_open AND state IN (2, 4) AND due_at < $1 \
             AND extension_count = 0 ORDER BY due_at DESC, id LIMIT $2",
            vec![now.micros().into(), MISSED.into()],
        )
        .await?;
    if passed.is_empty() {
        return Ok(());
    }
    let tx = app.store.write(&Actor::system()).await?;
    for dossier in passed {
        let due = Moment::from_micros(dossier.due_at).day();
        let calendar = app.calendars().of(dossier.agency_id)?;
        let new = store::NewApology {
            dossier_id: dossier.id,
            agency_id: dossier.agency_id,
            due_at: dossier.due_at,
            by: due.plus_days(-1),
            new_day: calendar.add_working_days(due, 3),
            reason: "Các bước còn lại của quy trình cần thêm thời gian so với ngày đã hẹn.".to_owned(),
        };
        store::prepare_apology(&tx, &new).await?;
        let after = json!({"apology_by": new.by, "apology_new_day": new.new_day});
        tx.journal(Change::of("one_stop", "dossier", dossier.id, "prepare_apology").after(after)).await?;
    }
    tx.commit().await
}
