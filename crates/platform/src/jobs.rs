//! The queue in the same database: scheduled or queued work, once each, retried with back-off, then set aside for a person.
//!
//! A job taken is held by a token for a lease that its runner prolongs; who lost the lease may not write its end.

use crate::app::App;
use crate::error::{Error, Result, answered_within};
use crate::installation;
use crate::store::FromRow;
use crate::store::{Engine, Read, Tx};
use crate::trace;
use chrono::TimeZone;
use futures::future::BoxFuture;
use kernel::Moment;
use serde_json::Value as Json;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use tracing::Instrument;

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
/// Jobs a node runs at once.
const LANES: usize = 2;
/// Longest wait for the database in the queue's own bookkeeping: longer than any writer waits for its turn.
const ANSWER: Duration = Duration::from_secs(60);
/// How often the scheduler looks at the schedules.
const SCHEDULER_STEP: Duration = Duration::from_secs(20);
/// The fact that keeps when the scheduler last looked, and how far it may lag behind.
const CHECKED: &str = "scheduler_checked_at";
const CHECKED_LAG_MINUTES: i64 = 5;

/// How long a runner may hold a job.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Minutes of the city's clock after which a job whose runner is silent is taken by another.
    pub lease_minutes: i64,
    /// How often a runner looks after the job it runs.
    pub beat: Duration,
    /// How often it prolongs the lease.
    pub prolong: Duration,
    /// A job that neither ends nor tells of progress for so long is ended.
    pub silence: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            lease_minutes: 5,
            beat: Duration::from_secs(1),
            prolong: Duration::from_secs(60),
            silence: Duration::from_secs(30 * 60),
        }
    }
}

#[derive(Debug, Clone, FromRow)]
struct Taken {
    id: i64,
    name: String,
    payload: String,
    attempts: i64,
    owner: Option<String>,
}

/// How far a running job is.
#[derive(Debug, Clone, Default)]
struct Progress {
    what: String,
    done: i64,
    of: i64,
}

tokio::task_local! {
    static PROGRESS: Arc<Mutex<Option<Progress>>>;
}

/// Tells how far the running job is: (what is done of it, units done, units in all); its page shows it.
///
/// Also the sign of life of long work: without it, and without an end, a job is ended after [`Limits::silence`].
/// Outside a job it does nothing.
pub fn progress(what: &str, done: u64, of: u64) {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let _ = PROGRESS.try_with(|seen| {
        *seen.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Progress { what: what.to_owned(), done: count(done), of: count(of) });
    });
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

async fn take(app: &App, limits: &Limits) -> Result<Option<Taken>> {
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
    // A taken job's run_at moves to the end of its lease; so one condition finds fresh and abandoned work.
    let taken = tx
        .row(
            &format!(
                "UPDATE job SET state = 'running', attempts = attempts + 1, run_at = $2, unique_key = NULL, owner = $3, \
                 finished_at = NULL, progress_what = NULL, progress_done = NULL, progress_of = NULL WHERE id = \
                 (SELECT id FROM job {by} WHERE state IN ('queued', 'running') AND run_at <= $1 ORDER BY run_at, id LIMIT 1{skip}) \
                 RETURNING id, name, payload, attempts, owner"
            ),
            vec![
                now.micros().into(),
                now.plus_minutes(limits.lease_minutes).micros().into(),
                app.random.token().into(),
            ],
        )
        .await?;
    tx.commit().await?;
    Ok(taken)
}

/// Prolongs the lease and keeps the progress; whether the job is still this runner's.
async fn hold(app: &App, job: &Taken, limits: &Limits, news: Option<Progress>) -> Result<bool> {
    let tx = app.store.housekeeping().await?;
    let until = app.clock.now().plus_minutes(limits.lease_minutes).micros();
    let mut params = vec![job.id.into(), job.owner.clone().into(), until.into()];
    let told = match news {
        None => "",
        Some(news) => {
            params.extend([news.what.into(), news.done.into(), news.of.into()]);
            ", progress_what = $4, progress_done = $5, progress_of = $6"
        }
    };
    let sql = format!("UPDATE job SET run_at = $3{told} WHERE id = $1 AND owner = $2 AND state = 'running'");
    let held = tx.exec(&sql, params).await?;
    tx.commit().await?;
    Ok(held > 0)
}

/// Writes how a job ended, unless another runner holds it by now.
async fn finish(app: &App, job: &Taken, outcome: Result<()>) -> Result<()> {
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
            "UPDATE job SET state = $3, run_at = COALESCE($4, run_at), last_error = $5, finished_at = $6, owner = NULL \
             WHERE id = $1 AND owner = $2 AND state = 'running'",
            vec![
                job.id.into(),
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

/// Takes and runs one due job; whether there was one.
pub async fn run_one(app: &App) -> Result<bool> {
    run_one_within(app, &Limits::default()).await
}

/// As [`run_one`], with limits of the caller's choosing.
pub async fn run_one_within(app: &App, limits: &Limits) -> Result<bool> {
    let Some(taken) = answered_within(ANSWER, take(app, limits)).await? else { return Ok(false) };
    let payload = serde_json::from_str(&taken.payload);
    let outcome = match (app.job(&taken.name), payload) {
        (None, _) => Err(Error::fault("job", format!("no slice declares {}", taken.name))),
        (_, Err(error)) => Err(Error::fault("job's payload", error)),
        (Some(job), Ok(payload)) => look_after(app, &taken, job, payload, limits).await,
    };
    answered_within(ANSWER, finish(app, &taken, outcome)).await?;
    Ok(true)
}

/// Runs a job to its end, prolonging the lease; ends it when it is silent for too long or lost to another runner.
async fn look_after(app: &App, taken: &Taken, job: Job, payload: Json, limits: &Limits) -> Result<()> {
    let told = Arc::new(Mutex::new(None::<Progress>));
    // A set ends its tasks when it is dropped; a panicking job does not take the runner with it.
    let mut set = tokio::task::JoinSet::new();
    let span = trace::job(job.name, taken.attempts);
    set.spawn(PROGRESS.scope(told.clone(), (job.run)(app.clone(), payload)).instrument(span.clone()));
    let mut beat = tokio::time::interval(limits.beat);
    let (mut alive, mut prolonged) = (Instant::now(), Instant::now());
    loop {
        tokio::select! {
            ended = set.join_next() => return match ended {
                Some(Ok(outcome)) => outcome.inspect_err(|_| trace::failed(&span)),
                Some(Err(join)) => {
                    trace::failed(&span);
                    Err(Error::fault("job panicked", join))
                }
                None => Err(Error::fault("job", "was never started")),
            },
            _ = beat.tick() => {}
        }
        let news = told.lock().unwrap_or_else(PoisonError::into_inner).take();
        if news.is_some() {
            alive = Instant::now();
        }
        if alive.elapsed() > limits.silence {
            return Err(Error::fault(
                "job",
                format!("neither ended nor told of progress for {} s: ended", limits.silence.as_secs()),
            ));
        }
        if news.is_none() && prolonged.elapsed() < limits.prolong {
            continue;
        }
        match answered_within(ANSWER, hold(app, taken, limits, news)).await {
            Ok(true) => prolonged = Instant::now(),
            Ok(false) => return Err(Error::fault("job", "its lease ended and another runner took it")),
            Err(error) => tracing::warn!(job = taken.name, %error, "the lease could not be prolonged"),
        }
    }
}

/// Runs every due job; for tests and the demo, which do not wait.
pub async fn run_due(app: &App) -> Result<usize> {
    let mut count = 0;
    while run_one(app).await? {
        count += 1;
    }
    Ok(count)
}

/// Queues each scheduled job whose time came after `since`, once however often it came; how many were queued.
///
/// The key of moment and name keeps several nodes, and a restart, from doubling it.
pub async fn enqueue_scheduled(app: &App, since: Moment, now: Moment) -> Result<usize> {
    let hanoi = chrono::FixedOffset::east_opt(7 * 3600).ok_or_else(|| Error::fault("jobs", "offset"))?;
    let end = hanoi.timestamp_micros(now.micros()).single().ok_or_else(|| Error::fault("jobs", "time"))?;
    let mut queued = 0;
    for job in app.slices.iter().flat_map(|s| s.jobs) {
        let Some(expression) = job.schedule else { continue };
        let cron = croner::Cron::from_str(expression)
            .map_err(|e| Error::fault(format!("schedule of {}", job.name), e))?;
        let last = cron.find_previous_occurrence(&end, true).map_err(|e| Error::fault(job.name, e))?;
        let last = Moment::from_micros(last.timestamp_micros());
        if last <= since {
            continue;
        }
        let tx = app.store.housekeeping().await?;
        let key = format!("{} {}", last.iso(), job.name);
        let seen = tx
            .exec("INSERT INTO job_tick (tick) VALUES ($1) ON CONFLICT DO NOTHING", vec![key.into()])
            .await?;
        if seen > 0 {
            enqueue(&tx, job.name, &Json::Null, Some("tick")).await?;
            queued += 1;
        }
        tx.commit().await?;
    }
    Ok(queued)
}

/// One look of the scheduler: what came round since it last looked, also while the machine was off.
pub async fn tick(app: &App) -> Result<()> {
    let now = app.clock.now();
    let since = installation::moment(&app.store, CHECKED).await?;
    let queued = match since {
        // A new city has missed nothing.
        None => 0,
        Some(since) => enqueue_scheduled(app, since, now).await?,
    };
    if queued > 0 || since.is_none_or(|s| s.plus_minutes(CHECKED_LAG_MINUTES) <= now) {
        let tx = app.store.housekeeping().await?;
        installation::set_fact(&tx, CHECKED, &now.micros().to_string()).await?;
        tx.commit().await?;
    }
    if queued > 0 {
        app.store.wake.notify_waiters();
    }
    Ok(())
}

/// The runner of a serving node, in several lanes, and its scheduler: until it is dropped.
pub async fn run_forever(app: App) {
    let lanes = futures::future::join_all((0..LANES).map(|_| lane(&app)));
    futures::future::join(lanes, scheduler(&app)).await;
}

async fn lane(app: &App) {
    loop {
        if let Err(error) = run_due(app).await {
            tracing::error!(%error, "job runner");
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        let wake = app.store.wake.clone();
        let _ = tokio::time::timeout(Duration::from_secs(2), wake.notified()).await;
    }
}

async fn scheduler(app: &App) {
    loop {
        if let Err(error) = answered_within(ANSWER, tick(app)).await {
            tracing::error!(%error, "scheduler");
        }
        tokio::time::sleep(SCHEDULER_STEP).await;
    }
}
