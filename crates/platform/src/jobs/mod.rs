//! The queue in the same database: scheduled or queued work, once each, retried with back-off, then set aside for a person.
//!
//! A job taken is held by a token for a lease that its runner prolongs; who lost the lease may not write its end.

use crate::app::App;
use crate::error::{Error, Result, answered_within};
use crate::installation;
use crate::store::Tx;
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

mod queue;

use queue::{ALONE, Taken, finish, give_back, hold, take};

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
/// Jobs of a kind that a lane takes at once: taking one and writing its end are eight ways to the database and back, which
/// was more than most of them do.
const AT_ONCE: i64 = 20;
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
    /// How long a runner goes on beginning what it took at once.
    pub turn: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            lease_minutes: 5,
            beat: Duration::from_secs(1),
            prolong: Duration::from_secs(60),
            silence: Duration::from_secs(30 * 60),
            turn: Duration::from_millis(500),
        }
    }
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
///
/// The one that waits is held until this commit: a node that took it now would not see what is written here. What has no
/// key is written with the commit.
pub async fn enqueue_at(
    tx: &Tx,
    name: &str,
    payload: &Json,
    unique: Option<&str>,
    run_at: Moment,
) -> Result<()> {
    let Some(unique) = unique else {
        tx.carry_job(Queued { name: name.to_owned(), payload: payload.to_string(), run_at });
        return Ok(());
    };
    tx.exec_unmarked(
        "INSERT INTO job (name, payload, unique_key, run_at, attempts, state, created_at) \
         VALUES ($1, $2, $3, $4, 0, 'queued', $5) \
         ON CONFLICT (unique_key) DO UPDATE SET run_at = job.run_at",
        vec![
            name.into(),
            payload.to_string().into(),
            format!("{name}:{unique}").into(),
            run_at.micros().into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Work on its way into the queue.
pub(crate) struct Queued {
    name: String,
    payload: String,
    run_at: Moment,
}

/// Writes what a transaction queued, in the order it was queued in.
pub(crate) async fn write(tx: &Tx, queued: Vec<Queued>) -> Result<()> {
    let row = |job: Queued| {
        vec![
            job.name.into(),
            job.payload.into(),
            job.run_at.micros().into(),
            0i64.into(),
            "queued".into(),
            tx.at().micros().into(),
        ]
    };
    let rows = queued.into_iter().map(row).collect();
    tx.insert_all("INSERT INTO job (name, payload, run_at, attempts, state, created_at)", rows, "").await
}

/// Takes and runs one due job; whether there was one.
pub async fn run_one(app: &App) -> Result<bool> {
    run_one_within(app, &Limits::default()).await
}

/// As [`run_one`], with limits of the caller's choosing.
pub async fn run_one_within(app: &App, limits: &Limits) -> Result<bool> {
    let Some(taken) = answered_within(ANSWER, take(app, limits, ALONE)).await? else { return Ok(false) };
    work(app, taken, limits).await?;
    Ok(true)
}

/// Takes the job that is due for the longest and some of its kind behind it, and runs one after the other; how many were
/// run. What is not begun before the turn is over is given back: other kinds wait, and another lane may be free.
pub async fn run_some(app: &App, limits: &Limits) -> Result<usize> {
    let Some(taken) = answered_within(ANSWER, take(app, limits, AT_ONCE)).await? else { return Ok(0) };
    work(app, taken, limits).await
}

/// Runs what was taken; how many jobs were run.
async fn work(app: &App, taken: Taken, limits: &Limits) -> Result<usize> {
    let begun = Instant::now();
    if app.is_together(&taken.name) {
        let ids: Vec<i64> = taken.jobs.iter().map(|(id, _)| *id).collect();
        let read = |(_, text): &(i64, String)| payload(text);
        let outcome = match taken.jobs.iter().map(read).collect::<Result<Vec<Json>>>() {
            Ok(all) => run_job(app, &taken, Json::Array(all), limits).await,
            Err(error) => Err(error),
        };
        answered_within(ANSWER, finish(app, &taken, &ids, outcome)).await?;
        return Ok(1);
    }
    let (mut done, mut run) = (Vec::new(), 0);
    for (id, text) in &taken.jobs {
        if run > 0 && begun.elapsed() >= limits.turn {
            break;
        }
        let outcome = match payload(text) {
            Ok(payload) => run_job(app, &taken, payload, limits).await,
            Err(error) => Err(error),
        };
        run += 1;
        match outcome {
            Ok(()) => done.push(*id),
            failed => answered_within(ANSWER, finish(app, &taken, &[*id], failed)).await?,
        }
    }
    if !done.is_empty() {
        answered_within(ANSWER, finish(app, &taken, &done, Ok(()))).await?;
    }
    if run < taken.jobs.len() {
        answered_within(ANSWER, give_back(app, &taken)).await?;
    }
    Ok(run)
}

async fn run_job(app: &App, taken: &Taken, payload: Json, limits: &Limits) -> Result<()> {
    match app.job(&taken.name) {
        None => Err(Error::fault("job", format!("no slice declares {}", taken.name))),
        Some(job) => look_after(app, taken, job, payload, limits).await,
    }
}

fn payload(text: &str) -> Result<Json> {
    serde_json::from_str(text).map_err(|e| Error::fault("job's payload", e))
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
    let limits = Limits::default();
    loop {
        let error = loop {
            match run_some(app, &limits).await {
                Ok(0) => break None,
                Ok(_) => {}
                Err(error) => break Some(error),
            }
        };
        if let Some(error) = error {
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
