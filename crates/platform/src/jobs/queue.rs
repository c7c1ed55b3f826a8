//! The queue's own bookkeeping: who takes which job, for how long, and how it ended.

use super::{Limits, MAX_ATTEMPTS, Progress};
use crate::app::App;
use crate::error::Result;
use crate::store::{Engine, FromRow, Read};
use kernel::Moment;
use sea_orm::Value;

/// Most jobs of a kind that are taken at once where they are done together.
const TOGETHER: i64 = 100;
/// No job beside the one that is due.
pub(super) const ALONE: i64 = 1;

/// Work that a runner holds: one job, or several of a kind.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// Name of the job.
    pub name: String,
    /// Number of each, and what it was queued with; the one due for the longest first.
    pub jobs: Vec<(i64, String)>,
    /// Attempts of the first one, this one included: those beside it are tried for the first time.
    pub attempts: i64,
    /// The runner's token; it marks all that was taken in this one go.
    owner: String,
}

#[derive(Debug, FromRow)]
struct Row {
    id: i64,
    name: String,
    payload: String,
    attempts: i64,
}

/// A taken job's run_at moves to the end of its lease; so one condition finds fresh and abandoned work.
const TAKE: &str = "state = 'running', attempts = attempts + 1, run_at = $2, unique_key = NULL, owner = $3, \
     finished_at = NULL, progress_what = NULL, progress_done = NULL, progress_of = NULL";

/// Takes the job that is due for the longest, and with it others of its kind: as many as are done together, else up to
/// `most` in all.
pub(super) async fn take(app: &App, limits: &Limits, most: i64) -> Result<Option<Taken>> {
    let now = app.clock.now();
    // SQLite would gather all that waits by its state, and sort it, for each job that is taken.
    let by = if app.store.engine() == Engine::Sqlite { "INDEXED BY job_due" } else { "" };
    let due = format!(
        "SELECT COUNT(*) FROM (SELECT id FROM job {by} WHERE state IN ('queued', 'running') AND run_at <= $1 LIMIT 1) j"
    );
    if app.store.number(&due, vec![now.micros().into()]).await? == 0 {
        return Ok(None);
    }
    let tx = app.store.housekeeping().await?;
    // A job that takes its process with it every time comes back here with its attempts used up.
    tx.exec(
        "UPDATE job SET state = 'dead', owner = NULL, finished_at = $1, last_error = $3 \
         WHERE state = 'running' AND run_at <= $1 AND attempts >= $2",
        vec![
            now.micros().into(),
            MAX_ATTEMPTS.into(),
            format!("its runner vanished {MAX_ATTEMPTS} times while it ran").into(),
        ],
    )
    .await?;
    let skip = if tx.engine() == Engine::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let lease = now.plus_minutes(limits.lease_minutes);
    let owner = app.random.token();
    let taken: Option<Row> = tx
        .row(
            &format!(
                "UPDATE job SET {TAKE} WHERE id = \
                 (SELECT id FROM job {by} WHERE state IN ('queued', 'running') AND run_at <= $1 ORDER BY run_at, id LIMIT 1{skip}) \
                 RETURNING id, name, payload, attempts"
            ),
            vec![now.micros().into(), lease.micros().into(), owner.clone().into()],
        )
        .await?;
    let Some(first) = taken else {
        tx.commit().await?;
        return Ok(None);
    };
    let mut jobs = vec![(first.id, first.payload)];
    // What waits under a key has lost it once it is taken, and must not be given back without.
    let (beside, which) =
        if app.is_together(&first.name) { (TOGETHER, "") } else { (most - 1, " AND unique_key IS NULL") };
    // What failed before is tried alone: it may be what the others would fail with.
    if first.attempts == 1 && beside > 0 {
        let others: Vec<Row> = tx
            .rows(
                &format!(
                    "UPDATE job SET {TAKE} WHERE id IN \
                     (SELECT id FROM job {by} WHERE state IN ('queued', 'running') AND state = 'queued' AND run_at <= $1 AND name = $4 AND attempts = 0{which} \
                      ORDER BY run_at, id LIMIT {beside}{skip}) RETURNING id, name, payload, attempts"
                ),
                vec![now.micros().into(), lease.micros().into(), owner.clone().into(), first.name.clone().into()],
            )
            .await?;
        let before = jobs.len();
        jobs.extend(others.into_iter().map(|row| (row.id, row.payload)));
        // They come back in no order.
        jobs.get_mut(before..).unwrap_or_default().sort_unstable_by_key(|(id, _)| *id);
    }
    tx.commit().await?;
    Ok(Some(Taken { name: first.name, jobs, attempts: first.attempts, owner }))
}

/// Prolongs the lease and keeps the progress; whether the job is still this runner's.
pub(super) async fn hold(app: &App, job: &Taken, limits: &Limits, news: Option<Progress>) -> Result<bool> {
    let tx = app.store.housekeeping().await?;
    let until = app.clock.now().plus_minutes(limits.lease_minutes).micros();
    let mut params = vec![job.owner.clone().into(), until.into()];
    let told = match news {
        None => "",
        Some(news) => {
            params.extend([news.what.into(), news.done.into(), news.of.into()]);
            ", progress_what = $3, progress_done = $4, progress_of = $5"
        }
    };
    let sql = format!("UPDATE job SET run_at = $2{told} WHERE owner = $1 AND state = 'running'");
    let held = tx.exec(&sql, params).await?;
    tx.commit().await?;
    Ok(held > 0)
}

/// Gives back what was taken and not begun, as if it had not been: nobody waits for its lease to end.
pub(super) async fn give_back(app: &App, job: &Taken) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.exec(
        "UPDATE job SET state = 'queued', attempts = attempts - 1, run_at = $2, owner = NULL \
         WHERE owner = $1 AND state = 'running'",
        vec![job.owner.clone().into(), app.clock.now().micros().into()],
    )
    .await?;
    tx.commit().await
}

/// Writes how jobs of those taken ended, unless another runner holds them by now.
pub(super) async fn finish(app: &App, job: &Taken, ids: &[i64], outcome: Result<()>) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    let now = app.clock.now();
    let (state, run_at, error) = match outcome {
        Ok(()) => ("done", None, None),
        Err(error) => {
            let id = ids.first().copied().unwrap_or_default();
            tracing::error!(job = job.name, id, attempt = job.attempts, %error, "job failed");
            let text = Some(error.to_string());
            if job.attempts >= MAX_ATTEMPTS {
                ("dead", Some(now), text)
            } else {
                // 1, 4, 16, 64, 256 minutes.
                let wait = 4i64.saturating_pow((job.attempts - 1).clamp(0, 10) as u32);
                ("queued", Some(now.plus_minutes(wait)), text)
            }
        }
    };
    // What will be tried again has no end yet.
    let ended = (state != "queued").then(|| now.micros());
    let mut params: Vec<Value> = vec![
        job.owner.clone().into(),
        state.into(),
        run_at.map(Moment::micros).into(),
        error.into(),
        ended.into(),
    ];
    // All of them go without their numbers: one text, whose plan is kept.
    let which = if ids.len() == job.jobs.len() { String::new() } else { numbered(ids, &mut params) };
    let written = tx
        .exec(
            &format!(
                "UPDATE job SET state = $2, run_at = COALESCE($3, run_at), last_error = $4, finished_at = $5, owner = NULL \
                 WHERE owner = $1 AND state = 'running'{which}"
            ),
            params,
        )
        .await?;
    if written == 0 {
        tracing::warn!(
            job = job.name,
            id = ids.first().copied().unwrap_or_default(),
            "another runner holds the job by now; its end is not written"
        );
    }
    tx.commit().await
}

fn numbered(ids: &[i64], params: &mut Vec<Value>) -> String {
    let mut places = Vec::with_capacity(ids.len());
    for id in ids {
        params.push((*id).into());
        places.push(format!("${}", params.len()));
    }
    format!(" AND id IN ({})", places.join(", "))
}
