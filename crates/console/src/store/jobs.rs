//! job: the queue, for the eyes of a person.

use platform::error::{Error, Result};
use platform::journal::Change;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use serde_json::json;

/// States a person may retry from.
const SET_ASIDE: &str = "('dead', 'given_up')";

/// A job.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Row {
    pub id: i64,
    pub name: String,
    pub payload: String,
    pub run_at: i64,
    pub attempts: i64,
    pub state: String,
    pub last_error: Option<String>,
    pub created_at: i64,
    pub finished_at: Option<i64>,
    pub progress_done: Option<i64>,
    pub progress_of: Option<i64>,
}

const COLUMNS: &str = "j.id, j.name, j.payload, j.run_at, j.attempts, j.state, j.last_error, j.created_at, j.finished_at, \
     j.progress_done, j.progress_of";

/// The list of jobs.
pub(crate) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "so", sql: "j.id", number: true },
        SortKey { name: "chay", sql: "j.run_at", number: true },
        SortKey { name: "viec", sql: "j.name", number: false },
    ];
    ListQuery::new(COLUMNS, "job j", "j.id", &SORTS).descending()
}

/// One job.
pub(crate) async fn one(db: &impl Read, id: i64) -> Result<Row> {
    db.row(&format!("SELECT {COLUMNS} FROM job j WHERE j.id = $1"), vec![id.into()])
        .await?
        .ok_or(Error::NotFound)
}

/// How many are in a state.
pub(crate) async fn count(db: &impl Read, state: &str) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM job WHERE state = $1", vec![state.into()]).await
}

/// Queues a job that was set aside, with all its attempts before it; whether it was set aside.
pub(crate) async fn retry(tx: &Tx, id: i64) -> Result<bool> {
    let job = one(tx, id).await?;
    let done = tx
        .exec(
            &format!(
                "UPDATE job SET state = 'queued', attempts = 0, run_at = $2, finished_at = NULL, progress_what = NULL, \
                 progress_done = NULL, progress_of = NULL WHERE id = $1 AND state IN {SET_ASIDE}"
            ),
            vec![id.into(), tx.at().micros().into()],
        )
        .await?;
    if done > 0 {
        let before = json!({"job": job.name, "state": job.state, "attempts": job.attempts});
        tx.journal(
            Change::of("console", "job", id, "retry_job").before(before).after(json!({"state": "queued"})),
        )
        .await?;
    }
    Ok(done > 0)
}

/// Stops trying a job; whether it was still waiting or dead.
pub(crate) async fn give_up(tx: &Tx, id: i64) -> Result<bool> {
    let job = one(tx, id).await?;
    let done = tx
        .exec(
            "UPDATE job SET state = 'given_up', unique_key = NULL, finished_at = $2 WHERE id = $1 AND state IN ('dead', 'queued')",
            vec![id.into(), tx.at().micros().into()],
        )
        .await?;
    if done > 0 {
        let before = json!({"job": job.name, "state": job.state, "attempts": job.attempts});
        tx.journal(
            Change::of("console", "job", id, "give_up_job")
                .before(before)
                .after(json!({"state": "given_up"})),
        )
        .await?;
    }
    Ok(done > 0)
}
