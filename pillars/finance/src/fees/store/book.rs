//! The cashier's sessions.

use crate::fees::rules::book::{Drawer, Session};
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A session.
#[derive(Debug, Clone, FromRow)]
pub struct SessionRow {
    pub id: i64,
    pub agency_id: i64,
    pub cashier_id: i64,
    pub cashier_name: String,
    pub opened_at: i64,
    pub opened_on: String,
    pub opening: i64,
    pub closed_at: Option<i64>,
    pub counts: Option<String>,
    pub counted: Option<i64>,
    pub expected: Option<i64>,
    pub reason: Option<String>,
    pub confirmed_at: Option<i64>,
    pub confirmer_name: Option<String>,
}

impl SessionRow {
    /// How it stands.
    pub fn state(&self) -> Session {
        Session::of(self.closed_at, self.confirmed_at)
    }

    /// Counted above (or below) what was to be there.
    pub fn difference(&self) -> Option<i64> {
        Some(self.counted? - self.expected?)
    }
}

const COLUMNS: &str = "s.id, s.agency_id, s.cashier_id, s.cashier_name, s.opened_at, s.opened_on, s.opening, s.closed_at, \
    s.counts, s.counted, s.expected, s.reason, s.confirmed_at, s.confirmer_name";

/// Sessions, newest first; conditions name the table `s`.
pub fn sessions() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "s.opened_at", number: true },
        SortKey { name: "so-tien", sql: "COALESCE(s.counted, 0)", number: true },
    ];
    ListQuery::new(COLUMNS, "fee_session s", "s.id", &SORTS).descending()
}

/// A session by id.
pub async fn session(db: &impl Read, id: i64) -> Result<Option<SessionRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM fee_session s WHERE s.id = $1"), vec![id.into()]).await
}

/// Takes a session in hand: while it is held nobody closes it or takes money in it.
pub async fn lock_session(tx: &Tx, id: i64) -> Result<Option<SessionRow>> {
    tx.exec("UPDATE fee_session SET opening = opening WHERE id = $1", vec![id.into()]).await?;
    session(tx, id).await
}

/// The open session of a cashier at an agency.
pub async fn open_session_of(db: &impl Read, agency: i64, cashier: i64) -> Result<Option<SessionRow>> {
    db.row(
        &format!(
            "SELECT {COLUMNS} FROM fee_session s WHERE s.agency_id = $1 AND s.cashier_id = $2 AND s.closed_at IS NULL"
        ),
        vec![agency.into(), cashier.into()],
    )
    .await
}

/// The agencies where a cashier has a session open.
pub async fn open_agencies(db: &impl Read, cashier: i64) -> Result<Vec<i64>> {
    let found: Vec<(i64,)> = db
        .rows(
            "SELECT agency_id FROM fee_session WHERE cashier_id = $1 AND closed_at IS NULL ORDER BY agency_id",
            vec![cashier.into()],
        )
        .await?;
    Ok(found.into_iter().map(|(agency,)| agency).collect())
}

/// Opens a session; `None` if the cashier has one open there.
pub async fn open_session(tx: &Tx, agency: i64, opening: i64) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO fee_session (agency_id, cashier_id, cashier_name, opened_at, opened_on, opening) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            vec![
                agency.into(),
                tx.by().account_id.unwrap_or_default().into(),
                tx.by().name.clone().into(),
                tx.at().micros().into(),
                tx.at().day().to_string().into(),
                opening.into(),
            ],
        )
        .await?;
    Ok(Some(id).filter(|id| *id > 0))
}

/// What must be in the drawer of a session.
pub async fn drawer(db: &impl Read, session: &SessionRow) -> Result<Drawer> {
    let taken = db
        .number(
            "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM fee_payment \
             WHERE session_id = $1 AND cancelled_at IS NULL",
            vec![session.id.into()],
        )
        .await?;
    let given = db
        .number(
            "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM fee_refund \
             WHERE session_id = $1 AND way = 'cash' AND state = 'done'",
            vec![session.id.into()],
        )
        .await?;
    Ok(Drawer { opening: session.opening, taken, given })
}

/// Closes a session with its count.
pub async fn close_session(
    tx: &Tx,
    id: i64,
    counts: &str,
    (counted, expected): (i64, i64),
    reason: &str,
) -> Result<()> {
    tx.exec(
        "UPDATE fee_session SET closed_at = $2, counts = $3, counted = $4, expected = $5, reason = $6 WHERE id = $1",
        vec![
            id.into(),
            tx.at().micros().into(),
            counts.into(),
            counted.into(),
            expected.into(),
            reason.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Confirms a closed session.
pub async fn confirm_session(tx: &Tx, id: i64) -> Result<()> {
    tx.exec(
        "UPDATE fee_session SET confirmed_at = $2, confirmer_id = $3, confirmer_name = $4 WHERE id = $1",
        vec![id.into(), tx.at().micros().into(), tx.by().account_id.into(), tx.by().name.clone().into()],
    )
    .await?;
    Ok(())
}
