//! Threads: one a dossier, with what its lists are about.

use super::super::rules::Side;
use contracts::dossier_cards::DossierCard;
use kernel::Moment;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

const COLUMNS: &str = "t.id, t.dossier_id, t.agency_id, t.code, t.procedure_name, t.tracking_key, t.last_at, t.last_side, \
                       t.waiting_since, t.correction_due_on, t.staff_read_at, t.applicant_read_at";

/// Condition of a thread: a complaint in it waits to be looked into.
pub const COMPLAINED: &str = "EXISTS (SELECT 1 FROM dossier_message m WHERE m.thread_id = t.id AND m.kind = 'complaint' AND m.found IS NULL)";

/// The thread of a dossier.
#[derive(Debug, Clone, FromRow)]
pub struct Thread {
    pub id: i64,
    pub dossier_id: i64,
    pub agency_id: i64,
    pub code: String,
    pub procedure_name: String,
    pub tracking_key: String,
    pub last_at: i64,
    pub last_side: String,
    pub waiting_since: Option<i64>,
    pub correction_due_on: Option<String>,
    pub staff_read_at: i64,
    pub applicant_read_at: i64,
}

impl Thread {
    /// Since when the agency owes an answer.
    pub fn waiting(&self) -> Option<Moment> {
        self.waiting_since.map(Moment::from_micros)
    }

    /// Whether a side has not seen the last that the other wrote.
    pub fn is_new_to(&self, side: Side) -> bool {
        let read = match side {
            Side::Staff => self.staff_read_at,
            Side::Applicant => self.applicant_read_at,
        };
        self.last_side != side.code() && self.last_at > read
    }
}

/// The thread of a dossier, if anybody wrote.
pub async fn thread_of(db: &impl Read, dossier: i64) -> Result<Option<Thread>> {
    db.row(&format!("SELECT {COLUMNS} FROM dossier_thread t WHERE t.dossier_id = $1"), vec![dossier.into()])
        .await
}

/// The thread of a dossier in hand: whoever comes second waits, and reads what the first one left.
pub async fn lock(tx: &Tx, dossier: i64) -> Result<Option<Thread>> {
    tx.exec("UPDATE dossier_thread SET last_at = last_at WHERE dossier_id = $1", vec![dossier.into()])
        .await?;
    thread_of(tx, dossier).await
}

/// The thread of a dossier in hand, begun where nobody wrote yet.
pub async fn open(tx: &Tx, card: &DossierCard) -> Result<Thread> {
    tx.exec(
        "INSERT INTO dossier_thread (dossier_id, agency_id, code, procedure_name, tracking_key, account_id, last_at, last_side, \
         staff_read_at, applicant_read_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'staff', 0, 0) \
         ON CONFLICT (dossier_id) DO NOTHING",
        vec![
            card.id.into(),
            card.agency_id.into(),
            card.code.clone().into(),
            card.procedure_name.clone().into(),
            card.tracking_key.clone().into(),
            card.account_id.into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    lock(tx, card.id).await?.ok_or_else(|| Error::fault("thread", "not there after it was opened"))
}

/// Notes that a side wrote, and since when an answer is owed.
pub async fn wrote(tx: &Tx, thread: i64, side: Side, waiting: Option<Moment>) -> Result<()> {
    tx.exec(
        "UPDATE dossier_thread SET last_at = $2, last_side = $3, waiting_since = $4 WHERE id = $1",
        vec![thread.into(), tx.at().micros().into(), side.code().into(), waiting.map(Moment::micros).into()],
    )
    .await?;
    Ok(())
}

/// Keeps with a thread the soonest last day among its requests that wait, and whether an answer is owed.
pub async fn standing_now(tx: &Tx, thread: i64, waiting: Option<Moment>) -> Result<()> {
    tx.exec(
        "UPDATE dossier_thread SET waiting_since = $2, correction_due_on = (SELECT MIN(m.due_on) FROM dossier_message m \
         WHERE m.thread_id = dossier_thread.id AND m.kind = 'correction' AND m.answered_at IS NULL AND m.closed_at IS NULL) \
         WHERE id = $1",
        vec![thread.into(), waiting.map(Moment::micros).into()],
    )
    .await?;
    Ok(())
}

/// Notes that a side has seen all that stands; a page's own bookkeeping, which no journal needs.
pub async fn read_by(tx: &Tx, thread: i64, side: Side) -> Result<()> {
    let sql = match side {
        Side::Staff => "UPDATE dossier_thread SET staff_read_at = $2 WHERE id = $1",
        Side::Applicant => "UPDATE dossier_thread SET applicant_read_at = $2 WHERE id = $1",
    };
    tx.exec(sql, vec![thread.into(), tx.at().micros().into()]).await?;
    Ok(())
}

/// Takes an account off its threads: the account is erased.
pub async fn forget_account(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("UPDATE dossier_thread SET account_id = NULL WHERE account_id = $1", vec![account.into()])
        .await?;
    tx.exec("UPDATE dossier_message SET author_id = NULL WHERE author_id = $1", vec![account.into()]).await?;
    Ok(())
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "cho", sql: "COALESCE(t.waiting_since, 4000000000000000000)", number: true },
    SortKey { name: "cuoi", sql: "t.last_at", number: true },
    SortKey { name: "ma", sql: "t.code", number: false },
];

/// All threads, without conditions yet; what has waited longest first.
pub fn list() -> ListQuery<'static> {
    ListQuery::new(COLUMNS, "dossier_thread t", "t.id", &SORTS)
}

/// Puts a thread of the demo city back in time, with all that was written in it.
pub async fn put_back(tx: &Tx, thread: i64, minutes: i64) -> Result<()> {
    let micros = minutes * 60_000_000;
    tx.exec(
        "UPDATE dossier_thread SET last_at = last_at - $2, waiting_since = waiting_since - $2 WHERE id = $1",
        vec![thread.into(), micros.into()],
    )
    .await?;
    tx.exec(
        "UPDATE dossier_message SET sent_at = sent_at - $2 WHERE thread_id = $1",
        vec![thread.into(), micros.into()],
    )
    .await?;
    Ok(())
}
