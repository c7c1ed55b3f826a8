//! Dossiers for the tools beside their pages, and the work in hand and done at an agency.

use super::dossier::{DOSSIER_COLUMNS, Dossier};
use kernel::{Day, Moment};
use platform::Read;
use platform::error::Result;
use platform::store::FromRow;

/// Dossiers by their ids.
pub async fn by_ids(db: &impl Read, ids: &[i64]) -> Result<Vec<Dossier>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
    let sql =
        format!("SELECT {DOSSIER_COLUMNS} FROM dossier d WHERE d.id IN ({}) ORDER BY d.id", marks.join(", "));
    db.rows(&sql, ids.iter().map(|id| (*id).into()).collect()).await
}

/// Open dossiers of an agency, the soonest promised first.
pub async fn open_of(db: &impl Read, agency: i64, most: i64) -> Result<Vec<Dossier>> {
    let sql = format!(
        "SELECT {DOSSIER_COLUMNS} FROM dossier d WHERE d.is_open AND d.agency_id = $1 \
         ORDER BY d.due_sort, d.id LIMIT $2"
    );
    db.rows(&sql, vec![agency.into(), most.into()]).await
}

/// What a filing is compared with: procedure, first day, idempotency key of the form in hand.
pub type Filed<'a> = (&'a str, Day, &'a str);

/// Dossiers under an owner's number that are open or were filed since a day.
pub async fn of_identity(
    db: &impl Read,
    identity: &str,
    (procedure, since, but): Filed<'_>,
) -> Result<Vec<Dossier>> {
    let sql = format!(
        "SELECT {DOSSIER_COLUMNS} FROM dossier d WHERE d.owner_identity = $1 AND d.procedure_code = $2 \
         AND (d.is_open OR d.filed_on >= $3) AND d.idempotency_key <> $4 ORDER BY d.id DESC LIMIT 20"
    );
    db.rows(&sql, vec![identity.into(), procedure.into(), since.to_string().into(), but.into()]).await
}

/// The same under an owner's name, folded.
pub async fn of_name(
    db: &impl Read,
    folded: &str,
    (procedure, since, but): Filed<'_>,
) -> Result<Vec<Dossier>> {
    let sql = format!(
        "SELECT {DOSSIER_COLUMNS} FROM dossier d WHERE d.owner_folded = $1 AND d.procedure_code = $2 \
         AND (d.is_open OR d.filed_on >= $3) AND d.idempotency_key <> $4 ORDER BY d.id DESC LIMIT 20"
    );
    db.rows(&sql, vec![folded.into(), procedure.into(), since.to_string().into(), but.into()]).await
}

/// An open dossier as a piece of work.
#[derive(Debug, Clone, FromRow)]
pub struct WorkRow {
    pub id: i64,
    pub code: String,
    pub version: i64,
    pub procedure_code: String,
    pub procedure_name: String,
    pub state: i64,
    pub step_number: i64,
    pub step_role: Option<String>,
    pub assignee_id: Option<i64>,
    pub received_at: Option<i64>,
    pub due_at: Option<i64>,
    pub step_since: Option<i64>,
}

/// Open dossiers of an agency with the beginning of their step, the soonest promised first.
pub async fn work_of(db: &impl Read, agency: i64, most: i64) -> Result<Vec<WorkRow>> {
    db.rows(
        "SELECT d.id, d.code, d.version, d.procedure_code, d.procedure_name, d.state, d.step_number, d.step_role, \
         d.assignee_id, d.received_at, d.due_at, \
         (SELECT MAX(s.started_at) FROM dossier_step s WHERE s.dossier_id = d.id AND s.ended_at IS NULL) AS step_since \
         FROM dossier d WHERE d.is_open AND d.agency_id = $1 ORDER BY d.due_sort, d.id LIMIT $2",
        vec![agency.into(), most.into()],
    )
    .await
}

/// A step that is open beside others.
#[derive(Debug, Clone, FromRow)]
pub struct BesideRow {
    pub id: i64,
    pub dossier_id: i64,
    pub role: String,
    pub assignee_id: Option<i64>,
}

/// The steps of an agency's dossiers of which several are open at once, of each dossier the one due first before the others.
pub async fn steps_beside(db: &impl Read, agency: i64) -> Result<Vec<BesideRow>> {
    db.rows(
        "SELECT s.id, s.dossier_id, s.role, s.assignee_id FROM dossier_step s JOIN dossier d ON d.id = s.dossier_id \
         WHERE d.is_open AND d.agency_id = $1 AND s.beside AND s.ended_at IS NULL \
         ORDER BY s.dossier_id, COALESCE(s.due_at, 9223372036854775807), s.id",
        vec![agency.into()],
    )
    .await
}

/// A step that somebody ended.
#[derive(Debug, Clone, FromRow)]
pub struct DoneRow {
    pub id: i64,
    pub actor_id: i64,
    pub actor_name: Option<String>,
    pub dossier_id: i64,
    pub number: i64,
    pub started_at: i64,
    pub ended_at: i64,
    pub settled_at: Option<i64>,
}

/// Steps ended at an agency since a moment, of dossiers that are open or settled since, the latest first.
pub async fn done_since(db: &impl Read, agency: i64, since: Moment, most: i64) -> Result<Vec<DoneRow>> {
    db.rows(
        "SELECT s.id, s.actor_id, s.actor_name, s.dossier_id, s.number, s.started_at, s.ended_at, d.settled_at \
         FROM dossier d JOIN dossier_step s ON s.dossier_id = d.id \
         WHERE d.agency_id = $1 AND (d.is_open OR d.settled_on >= $2) AND s.ended_at >= $3 AND s.actor_id IS NOT NULL \
         ORDER BY s.ended_at DESC, s.id DESC LIMIT $4",
        vec![agency.into(), since.day().to_string().into(), since.micros().into(), most.into()],
    )
    .await
}

/// From the first beginning of a step to the result.
#[derive(Debug, Clone, FromRow)]
pub struct CourseRow {
    pub procedure_code: String,
    pub agency_id: i64,
    pub number: i64,
    pub started_at: i64,
    pub settled_at: i64,
}

/// The id that `most` dossiers settled since a day end with, after an id; 0 where there is none.
pub async fn last_settled(db: &impl Read, since: Day, after: i64, most: i64) -> Result<i64> {
    db.number(
        "SELECT MAX(n.id) FROM (SELECT id FROM dossier WHERE id > $1 AND settled_on >= $2 ORDER BY id LIMIT $3) n",
        vec![after.into(), since.to_string().into(), most.into()],
    )
    .await
}

/// The courses of those after an id up to another, of dossiers whose clock never stood still.
pub async fn courses(db: &impl Read, since: Day, (after, last): (i64, i64)) -> Result<Vec<CourseRow>> {
    db.rows(
        "SELECT d.procedure_code, d.agency_id, s.number, MIN(s.started_at) AS started_at, d.settled_at \
         FROM dossier d JOIN dossier_step s ON s.dossier_id = d.id \
         WHERE d.id > $1 AND d.id <= $2 AND d.settled_on >= $3 AND d.settled_at IS NOT NULL \
         AND s.started_at < d.settled_at AND NOT EXISTS (SELECT 1 FROM dossier_pause p WHERE p.dossier_id = d.id) \
         GROUP BY d.id, d.procedure_code, d.agency_id, s.number, d.settled_at",
        vec![after.into(), last.into(), since.to_string().into()],
    )
    .await
}
