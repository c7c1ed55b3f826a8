//! Letters of apology that the software has prepared: proposed day and reason, and what became of them; and the letters that were
//! sent after the promise had passed.

use super::Dossier;
use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A prepared letter.
#[derive(Debug, Clone, FromRow)]
pub struct Apology {
    /// Last day on which it may be sent, ISO.
    pub apology_by_on: String,
    /// Proposed day, ISO.
    pub new_due_on: String,
    /// Proposed reason.
    pub reason: String,
    /// When it was prepared.
    pub prepared_at: i64,
}

/// A letter about to be prepared.
#[derive(Debug, Clone)]
pub struct NewApology {
    /// Dossier.
    pub dossier_id: i64,
    /// Its agency.
    pub agency_id: i64,
    /// The promise it is about.
    pub due_at: i64,
    /// Last day on which it may be sent.
    pub by: Day,
    /// Proposed day.
    pub new_day: Day,
    /// Proposed reason.
    pub reason: String,
}

/// Keeps a prepared letter; whether none stood for this promise yet.
pub async fn prepare_apology(tx: &Tx, new: &NewApology) -> Result<bool> {
    let added = tx
        .exec(
            "INSERT INTO dossier_apology (dossier_id, agency_id, due_at, apology_by_on, new_due_on, reason, prepared_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (dossier_id, due_at) DO NOTHING",
            vec![
                new.dossier_id.into(),
                new.agency_id.into(),
                new.due_at.into(),
                new.by.to_string().into(),
                new.new_day.to_string().into(),
                new.reason.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok(added > 0)
}

/// The letter that waits for a decision: about the promise that stands, of a dossier at work.
pub async fn open_apology(db: &impl Read, dossier: i64) -> Result<Option<Apology>> {
    db.row(
        "SELECT a.apology_by_on, a.new_due_on, a.reason, a.prepared_at FROM dossier_apology a \
         JOIN dossier d ON d.id = a.dossier_id \
         WHERE a.dossier_id = $1 AND a.outcome IS NULL AND d.state IN (2, 4) AND d.due_at = a.due_at",
        vec![dossier.into()],
    )
    .await
}

/// Closes the letter that waits about one promise of a dossier: `sent`, or `dismissed` for a reason; whether one waited. What was
/// prepared about a promise that does not stand any more was neither.
pub async fn close_apology(
    tx: &Tx,
    (dossier, due_at): (i64, i64),
    outcome: &str,
    reason: Option<&str>,
) -> Result<bool> {
    let closed = tx
        .exec(
            "UPDATE dossier_apology SET outcome = $3, closed_at = $4, closed_on = $5, closed_by = $6, dismiss_reason = $7 \
             WHERE dossier_id = $1 AND due_at = $2 AND outcome IS NULL",
            vec![
                dossier.into(),
                due_at.into(),
                outcome.into(),
                tx.at().micros().into(),
                tx.at().day().to_string().into(),
                tx.by().name.clone().into(),
                reason.into(),
            ],
        )
        .await?;
    Ok(closed > 0)
}

/// A letter that was sent after the promise had passed.
#[derive(Debug, Clone, FromRow)]
pub struct LateLetter {
    /// The promise.
    pub due_at: i64,
    /// The day on which the result is expected, ISO: told, not promised.
    pub expected_on: String,
    /// Why it is late.
    pub reason: String,
    /// Number of the letter.
    pub letter_number: String,
    /// When it was sent.
    pub sent_at: i64,
}

impl LateLetter {
    /// The day on which the result is expected.
    pub fn expected(&self) -> Option<Day> {
        self.expected_on.parse().ok()
    }
}

/// Keeps a letter that is sent after the promise has passed, by the transaction's actor; in the list of letters it is the one
/// about that promise, sent after its day.
pub async fn add_late_letter(tx: &Tx, dossier: &Dossier, letter: &LateLetter, by: Day) -> Result<()> {
    tx.insert(
        "INSERT INTO dossier_late_letter (dossier_id, due_at, expected_on, reason, letter_number, sent_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            dossier.id.into(),
            letter.due_at.into(),
            letter.expected_on.clone().into(),
            letter.reason.clone().into(),
            letter.letter_number.clone().into(),
            letter.sent_at.into(),
        ],
    )
    .await?;
    tx.exec(
        "INSERT INTO dossier_apology (dossier_id, agency_id, due_at, apology_by_on, new_due_on, reason, prepared_at, outcome, \
         closed_at, closed_on, closed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 'sent', $7, $8, $9) \
         ON CONFLICT (dossier_id, due_at) DO UPDATE SET new_due_on = excluded.new_due_on, reason = excluded.reason, \
         outcome = excluded.outcome, closed_at = excluded.closed_at, closed_on = excluded.closed_on, \
         closed_by = excluded.closed_by",
        vec![
            dossier.id.into(),
            dossier.agency_id.into(),
            letter.due_at.into(),
            by.to_string().into(),
            letter.expected_on.clone().into(),
            letter.reason.clone().into(),
            letter.sent_at.into(),
            tx.at().day().to_string().into(),
            tx.by().name.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The letters that were sent about a dossier after its promise had passed, in the order they were sent.
pub async fn late_letters(db: &impl Read, dossier: i64) -> Result<Vec<LateLetter>> {
    db.rows(
        "SELECT due_at, expected_on, reason, letter_number, sent_at FROM dossier_late_letter WHERE dossier_id = $1 ORDER BY id",
        vec![dossier.into()],
    )
    .await
}

/// A row of the list; it names no person but who decided.
#[derive(Debug, Clone, FromRow)]
pub struct ApologyRow {
    /// Dossier.
    pub dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Its procedure.
    pub procedure_name: String,
    /// Agency.
    pub agency_id: i64,
    /// Promise.
    pub due_at: i64,
    /// Last day, ISO.
    pub apology_by_on: String,
    /// Proposed day, ISO.
    pub new_due_on: String,
    /// Proposed reason.
    pub reason: String,
    /// sent or dismissed.
    pub outcome: Option<String>,
    /// Day it was closed, ISO.
    pub closed_on: Option<String>,
    /// Who decided.
    pub closed_by: Option<String>,
    /// Why it was dismissed.
    pub dismiss_reason: Option<String>,
    /// The promise still stands and the dossier is at work.
    pub stands: bool,
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "cham-nhat", sql: "a.apology_by_on", number: false },
    SortKey { name: "han", sql: "a.due_at", number: true },
    SortKey { name: "ma", sql: "d.code", number: false },
];

/// The prepared letters, without conditions yet.
pub fn apologies() -> ListQuery<'static> {
    ListQuery::new(
        "a.dossier_id, d.code, d.procedure_name, a.agency_id, a.due_at, a.apology_by_on, a.new_due_on, a.reason, a.outcome, \
         a.closed_on, a.closed_by, a.dismiss_reason, \
         CASE WHEN d.state IN (2, 4) AND d.due_at = a.due_at THEN TRUE ELSE FALSE END AS stands",
        "dossier_apology a JOIN dossier d ON d.id = a.dossier_id",
        "a.id",
        &SORTS,
    )
}
