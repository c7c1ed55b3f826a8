//! The queue's own bookkeeping: who takes which job, for how long, and how it ended.

use super::{Limits, MAX_ATTEMPTS, Progress};
use crate::app::App;
use crate::error::Result;
use crate::store::{Engine, FromRow, Read};
use kernel::Moment;

/// Most jobs of a kind that are taken at once.
const TOGETHER: i64 = 100;

/// Work that a runner holds: one job, or several of a kind that are done together.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// Name of the job.
    pub name: String,
    /// What each was queued with; one, unless its kind is done together.
    pub payloads: Vec<String>,
    /// The oldest one's number, for the log.
    pub id: i64,
    /// Attempts of the oldest one, this one included: those beside it are tried for the first time.
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

/// Takes the job that is due for the longest, and with it others of its kind that may be done together.
pub(super) async fn take(app: &App, limits: &Limits) -> Result<Option<Taken>> {
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
    let mut payloads = vec![first.payload];
    // What failed before is tried alone: it may be what the others would fail with.
    if first.attempts == 1 && app.is_together(&first.name) {
        let others: Vec<Row> = tx
            .rows(
                &format!(
                    "UPDATE job SET {TAKE} WHERE id IN \
                     (SELECT id FROM job {by} WHERE state IN ('queued', 'running') AND state = 'queued' AND run_at <= $1 AND name = $4 AND attempts = 0 \
                      ORDER BY run_at, id LIMIT {TOGETHER}{skip}) RETURNING id, name, payload, attempts"
                ),
                vec![now.micros().into(), lease.micros().into(), owner.clone().into(), first.name.clone().into()],
            )
            .await?;
        payloads.extend(others.into_iter().map(|row| row.payload));
    }
    tx.commit().await?;
    Ok(Some(Taken { name: first.name, payloads, id: first.id, attempts: first.attempts, owner }))
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

/// Writes how a job ended, unless another runner holds it by now.
pub(super) async fn finish(app: &App, job: &Taken, outcome: Result<()>) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    let now = app.clock.now();
    let (state, run_at, error) = match outcome {
        Ok(()) => ("done", None, None),
        Err(error) => {
            tracing::error!(job = job.name, id = job.id, attempt = job.attempts, %error, "job failed");
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
    let written = tx
        .exec(
            "UPDATE job SET state = $2, run_at = COALESCE($3, run_at), last_error = $4, finished_at = $5, owner = NULL \
             WHERE owner = $1 AND state = 'running'",
            vec![
                job.owner.clone().into(),
                state.into(),
                run_at.map(Moment::micros).into(),
                error.into(),
                ended.into(),
            ],
        )
        .await?;
    if written == 0 {
        tracing::warn!(
            job = job.name,
            id = job.id,
            "another runner holds the job by now; its end is not written"
        );
    }
    tx.commit().await
}
