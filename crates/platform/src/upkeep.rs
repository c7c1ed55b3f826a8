//! Keeping an installation in order: the nightly removal of what nobody needs any more (never the journal),
//! and what `motcua doctor` asks.

use crate::app::App;
use crate::error::Result;
use crate::jobs::Job;
use crate::journal::{self, Entry};
use crate::store::FromRow;
use crate::store::{Read, Store};
use kernel::Moment;

/// The nightly tidying.
pub const TIDY: Job = Job {
    name: "ground.tidy",
    schedule: Some("30 2 * * *"),
    run: |app, _| Box::pin(async move { tidy(&app).await.map(|_| ()) }),
};

/// How many rows a tidying removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Jobs that are done or were given up.
    pub jobs: u64,
    /// Marks of schedules that came round.
    pub ticks: u64,
    /// Sessions that ended.
    pub sessions: u64,
    /// Notices that were read, with their mails and text messages.
    pub notices: u64,
    /// Looks at personal data.
    pub reads: u64,
    /// Answers of the programming interface that were kept for a second call.
    pub replays: u64,
    /// Deliveries of webhooks that ended.
    pub deliveries: u64,
    /// Keys of forms that opened a record: a page is not open longer than the session it was read in is kept.
    pub form_keys: u64,
}

/// Days that ended sessions, read notices and looks at personal data are kept, where no rule says.
const KEEP: [(&str, i64); 4] = [
    ("privacy.keep_sessions_days", 90),
    ("privacy.keep_notices_days", 730),
    ("privacy.keep_reads_days", 1825),
    ("webhooks.keep_days", 30),
];

/// Removes what is older than the rules of today say (jobs: the settings); what waits, runs, failed or was not read stays.
pub async fn tidy(app: &App) -> Result<Tidied> {
    let now = app.clock.now();
    let before = |days: i64| now.plus_minutes(-days.max(0) * 24 * 60);
    let profiles = app.profiles();
    let [sessions, notices, reads, deliveries] =
        KEEP.map(|(key, days)| before(profiles.get_or_keep(key, now.day(), days)).micros());
    let replays = now.plus_minutes(-crate::api::kept_hours(app, now) * 60).micros();
    let tx = app.store.housekeeping().await?;
    let jobs = before(i64::from(app.settings.keep_jobs_days));
    let tidied = Tidied {
        jobs: tx
            .exec(
                "DELETE FROM job WHERE state IN ('done', 'given_up') AND COALESCE(finished_at, created_at) < $1",
                vec![jobs.micros().into()],
            )
            .await?,
        // Keys of an older program began with the job's name.
        ticks: tx
            .exec("DELETE FROM job_tick WHERE tick < $1 OR tick NOT LIKE '2%'", vec![jobs.iso().into()])
            .await?,
        sessions: tx
            .exec(
                "DELETE FROM session WHERE expires_at < $1 OR revoked_at < $1",
                vec![sessions.into()],
            )
            .await?,
        notices: tx
            .exec(
                "DELETE FROM notice WHERE at < $1 AND mail_state <> 'waiting' AND sms_state <> 'waiting' \
                 AND (seen OR account_id IS NULL)",
                vec![notices.into()],
            )
            .await?,
        reads: tx.exec("DELETE FROM personal_read WHERE at < $1", vec![reads.into()]).await?,
        replays: tx.exec("DELETE FROM api_replay WHERE begun_at < $1", vec![replays.into()]).await?,
        deliveries: crate::webhooks::forget(&tx, Moment::from_micros(deliveries)).await?,
        form_keys: tx.exec("DELETE FROM form_key WHERE sent_at < $1", vec![sessions.into()]).await?,
    };
    // On the database's clock, by which they are counted; a demo city's is another.
    tx.exec("DELETE FROM rate_limit WHERE paid_at < $1", vec![app.clock.outside().micros().into()]).await?;
    crate::search::tidy(&tx).await?;
    tx.commit().await?;
    tracing::info!(?tidied, "tidied");
    Ok(tidied)
}

/// Jobs that a person should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queue {
    /// Jobs set aside after their last attempt.
    pub dead: i64,
    /// Since when the oldest due job waits.
    pub oldest_due: Option<Moment>,
}

/// Looks at the queue.
pub async fn queue(store: &Store, now: Moment) -> Result<Queue> {
    let dead = store.number("SELECT COUNT(*) FROM job WHERE state = 'dead'", vec![]).await?;
    let oldest = store
        .number(
            "SELECT MIN(run_at) FROM job WHERE state = 'queued' AND run_at <= $1",
            vec![now.micros().into()],
        )
        .await?;
    Ok(Queue { dead, oldest_due: (oldest > 0).then(|| Moment::from_micros(oldest)) })
}

/// Published rules, and how many of them no source confirms.
pub async fn rules(store: &Store) -> Result<(i64, i64)> {
    let all = store.number("SELECT COUNT(*) FROM legal_profile WHERE state = 'published'", vec![]).await?;
    let open = store
        .number("SELECT COUNT(*) FROM legal_profile WHERE state = 'published' AND NOT confirmed", vec![])
        .await?;
    Ok((all, open))
}

/// How many days of a year the calendar decides.
pub async fn calendar_days(store: &Store, year: i32) -> Result<i64> {
    store
        .number(
            "SELECT COUNT(*) FROM calendar_day WHERE day_on >= $1 AND day_on <= $2",
            vec![format!("{year:04}-01-01").into(), format!("{year:04}-12-31").into()],
        )
        .await
}

/// Checks the chains of the whole journal: how many entries, and the number of the first broken one.
///
/// Reads the entries record by record in pages, so that a journal of any size fits.
pub async fn journal_chain(store: &Store) -> Result<(u64, Option<i64>)> {
    const PAGE: usize = 2_000;
    let (mut seen, mut last) = (0, None::<Entry>);
    loop {
        let page = journal::page(store, last.as_ref(), PAGE).await?;
        let count = page.len();
        for entry in page {
            let before = last
                .as_ref()
                .filter(|l| l.record == entry.record && l.record_id == entry.record_id)
                .map_or("", |l| l.hash.as_str());
            if entry.previous_hash != before || entry.computed_hash() != entry.hash {
                return Ok((seen, Some(entry.id)));
            }
            seen += 1;
            last = Some(entry);
        }
        if count < PAGE {
            return Ok((seen, None));
        }
    }
}

/// How far work is that a page asked for.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct UnderWay {
    /// Units done, once the job told.
    pub progress_done: Option<i64>,
    /// Units in all.
    pub progress_of: Option<i64>,
}

/// Whether a job of this name waits or runs, and how far it is.
pub async fn under_way(db: &impl Read, job: &str) -> Result<Option<UnderWay>> {
    db.row(
        "SELECT progress_done, progress_of FROM job WHERE name = $1 AND state IN ('queued', 'running') \
         ORDER BY CASE WHEN progress_of IS NULL THEN 1 ELSE 0 END, id LIMIT 1",
        vec![job.into()],
    )
    .await
}
