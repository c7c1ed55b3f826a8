//! The queue in the same database: scheduled or queued work, once each, retried with back-off, then set aside for a person.

use crate::app::App;
use crate::error::{Error, Result};
use crate::store::{Engine, Read, Tx};
use chrono::TimeZone;
use futures::future::BoxFuture;
use kernel::Moment;
use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use std::str::FromStr;
use std::time::Duration;

/// A kind of work a slice declares.
#[derive(Clone, Copy)]
pub struct Job {
    /// Unique name, prefixed by the slice: "one_stop.recompute".
    pub name: &'static str,
    /// Cron expression in Vietnamese time, or `None` for work that is only queued.
    pub schedule: Option<&'static str>,
    /// Does the work; it must be idempotent, since a crash may run it twice.
    pub run: fn(App, Json) -> BoxFuture<'static, Result<()>>,
}

/// Attempts before a job is set aside (state `dead`).
pub const MAX_ATTEMPTS: i64 = 6;
/// A running job whose worker vanished is taken again after this many minutes.
const ABANDONED_AFTER_MINUTES: i64 = 15;

#[derive(Debug, Clone, FromQueryResult)]
struct Taken {
    id: i64,
    name: String,
    payload: String,
    attempts: i64,
}

pub(crate) async fn enqueue(tx: &Tx, name: &str, payload: &Json, unique: Option<&str>) -> Result<()> {
    enqueue_at(tx, name, payload, unique, tx.at()).await
}

/// Queues work for a moment; a second one waiting under the same `unique` key is not added.
pub async fn enqueue_at(
    tx: &Tx,
    name: &str,
    payload: &Json,
    unique: Option<&str>,
    run_at: Moment,
) -> Result<()> {
    tx.exec_unmarked(
        "INSERT INTO job (name, payload, unique_key, run_at, attempts, state, created_at) \
         VALUES ($1, $2, $3, $4, 0, 'queued', $5) ON CONFLICT DO NOTHING",
        vec![
            name.into(),
            payload.to_string().into(),
            unique.map(|u| format!("{name}:{u}")).into(),
            run_at.micros().into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}

async fn take(app: &App) -> Result<Option<Taken>> {
    let now = app.clock.now();
    let due = app
        .store
        .number(
            "SELECT COUNT(*) FROM (SELECT id FROM job WHERE state IN ('queued', 'running') AND run_at <= $1 LIMIT 1) j",
            vec![now.micros().into()],
        )
        .await?;
    if due == 0 {
        return Ok(None);
    }
    let tx = app.store.housekeeping().await?;
    let skip = if tx.engine() == Engine::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    // A taken job's run_at moves to when it counts as abandoned; so one condition finds fresh and abandoned work.
    let taken = tx
        .row(
            &format!(
                "UPDATE job SET state = 'running', attempts = attempts + 1, run_at = $2, unique_key = NULL WHERE id = \
                 (SELECT id FROM job WHERE state IN ('queued', 'running') AND run_at <= $1 ORDER BY run_at, id LIMIT 1{skip}) \
                 RETURNING id, name, payload, attempts"
            ),
            vec![now.micros().into(), now.plus_minutes(ABANDONED_AFTER_MINUTES).micros().into()],
        )
        .await?;
    tx.commit().await?;
    Ok(taken)
}

async fn finish(app: &App, job: &Taken, outcome: Result<()>) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    let now = app.clock.now();
    match outcome {
        Ok(()) => {
            tx.exec(
                "UPDATE job SET state = 'done', finished_at = $2, last_error = NULL WHERE id = $1",
                vec![job.id.into(), now.micros().into()],
            )
            .await?;
        }
        Err(error) => {
            tracing::error!(job = job.name, id = job.id, attempt = job.attempts, %error, "job failed");
            let (state, run_at) = if job.attempts >= MAX_ATTEMPTS {
                ("dead", now)
            } else {
                // 1, 4, 16, 64, 256 minutes.
                ("queued", now.plus_minutes(4i64.saturating_pow((job.attempts - 1).clamp(0, 10) as u32)))
            };
            tx.exec(
                "UPDATE job SET state = $2, run_at = $3, last_error = $4, finished_at = $5 WHERE id = $1",
                vec![
                    job.id.into(),
                    state.into(),
                    run_at.micros().into(),
                    error.to_string().into(),
                    now.micros().into(),
                ],
            )
            .await?;
        }
    }
    tx.commit().await
}

/// Takes and runs one due job; whether there was one.
pub async fn run_one(app: &App) -> Result<bool> {
    let Some(taken) = take(app).await? else { return Ok(false) };
    let outcome = match app.job(&taken.name) {
        None => Err(Error::fault("job", format!("no slice declares {}", taken.name))),
        Some(job) => {
            let payload = serde_json::from_str(&taken.payload)?;
            // A panicking job must not take the runner with it.
            match tokio::spawn((job.run)(app.clone(), payload)).await {
                Ok(outcome) => outcome,
                Err(join) => Err(Error::fault("job panicked", join)),
            }
        }
    };
    finish(app, &taken, outcome).await?;
    Ok(true)
}

/// Runs every due job; for tests and the demo, which do not wait.
pub async fn run_due(app: &App) -> Result<usize> {
    let mut count = 0;
    while run_one(app).await? {
        count += 1;
    }
    Ok(count)
}

/// Queues each scheduled job whose time came since `since`; the key of name and minute keeps several nodes from doubling it.
pub async fn enqueue_scheduled(app: &App, since: Moment, now: Moment) -> Result<()> {
    let hanoi = chrono::FixedOffset::east_opt(7 * 3600).ok_or_else(|| Error::fault("jobs", "offset"))?;
    for job in app.slices.iter().flat_map(|s| s.jobs) {
        let Some(expression) = job.schedule else { continue };
        let cron = croner::Cron::from_str(expression)
            .map_err(|e| Error::fault(format!("schedule of {}", job.name), e))?;
        let start =
            hanoi.timestamp_micros(since.micros()).single().ok_or_else(|| Error::fault("jobs", "time"))?;
        let next = cron.find_next_occurrence(&start, false).map_err(|e| Error::fault(job.name, e))?;
        let next = Moment::from_micros(next.timestamp_micros());
        if next > now {
            continue;
        }
        let tx = app.store.housekeeping().await?;
        let key = format!("{}@{}", job.name, next.iso());
        let seen = tx
            .exec("INSERT INTO job_tick (tick) VALUES ($1) ON CONFLICT DO NOTHING", vec![key.into()])
            .await?;
        if seen > 0 {
            enqueue(&tx, job.name, &Json::Null, Some("tick")).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The runner of a serving node: until the process ends.
pub async fn run_forever(app: App) {
    let mut checked = app.clock.now();
    loop {
        match run_due(&app).await {
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "job runner");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
        let now = app.clock.now();
        if now.micros() - checked.micros() > 20_000_000 {
            if let Err(error) = enqueue_scheduled(&app, checked, now).await {
                tracing::error!(%error, "scheduler");
            }
            checked = now;
        }
        let wake = app.store.wake.clone();
        let _ = tokio::time::timeout(Duration::from_secs(2), wake.notified()).await;
    }
}
