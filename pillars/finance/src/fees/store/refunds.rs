//! Refunds: asked, decided by another person, done.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A refund.
#[derive(Debug, Clone, FromRow)]
pub struct RefundRow {
    pub id: i64,
    pub demand_id: i64,
    pub dossier_code: String,
    pub agency_id: i64,
    pub amount: i64,
    pub reason: String,
    /// asked, approved, declined or done.
    pub state: String,
    pub asked_at: i64,
    pub asker_id: Option<i64>,
    pub asker_name: String,
    pub decided_at: Option<i64>,
    pub decider_name: Option<String>,
    pub decision_note: Option<String>,
    pub done_at: Option<i64>,
    pub done_name: Option<String>,
    pub way: Option<String>,
    pub proof: Option<String>,
}

const COLUMNS: &str = "f.id, f.demand_id, d.dossier_code, f.agency_id, f.amount, f.reason, f.state, f.asked_at, \
    f.asker_id, f.asker_name, f.decided_at, f.decider_name, f.decision_note, f.done_at, f.done_name, f.way, f.proof";
const FROM: &str = "fee_refund f JOIN fee_demand d ON d.id = f.demand_id";

/// Refunds, newest first; conditions name the tables `f` and `d`.
pub fn refunds() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "f.asked_at", number: true },
        SortKey { name: "so-tien", sql: "f.amount", number: true },
    ];
    ListQuery::new(COLUMNS, FROM, "f.id", &SORTS).descending()
}

/// A refund by id.
pub async fn refund(db: &impl Read, id: i64) -> Result<Option<RefundRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM {FROM} WHERE f.id = $1"), vec![id.into()]).await
}

/// The refunds of a demand.
pub async fn refunds_of(db: &impl Read, demand: i64) -> Result<Vec<RefundRow>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE f.demand_id = $1 ORDER BY f.id"),
        vec![demand.into()],
    )
    .await
}

/// What is asked back of a demand and neither declined nor given back yet.
pub async fn asked_sum(db: &impl Read, demand: i64) -> Result<i64> {
    db.number(
        "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM fee_refund \
         WHERE demand_id = $1 AND state IN ('asked', 'approved')",
        vec![demand.into()],
    )
    .await
}

/// Asks for a refund.
pub async fn add_refund(tx: &Tx, demand: i64, agency: i64, amount: i64, reason: &str) -> Result<i64> {
    tx.insert(
        "INSERT INTO fee_refund (demand_id, agency_id, amount, reason, state, asked_at, asker_id, asker_name) \
         VALUES ($1, $2, $3, $4, 'asked', $5, $6, $7)",
        vec![
            demand.into(),
            agency.into(),
            amount.into(),
            reason.into(),
            tx.at().micros().into(),
            tx.by().account_id.into(),
            tx.by().name.clone().into(),
        ],
    )
    .await
}

/// Approves or declines what was asked; whether it still waited.
pub async fn decide_refund(tx: &Tx, id: i64, state: &'static str, note: &str) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE fee_refund SET state = $2, decided_at = $3, decider_id = $4, decider_name = $5, decision_note = $6 \
             WHERE id = $1 AND state = 'asked'",
            vec![
                id.into(),
                state.into(),
                tx.at().micros().into(),
                tx.by().account_id.into(),
                tx.by().name.clone().into(),
                note.into(),
            ],
        )
        .await?;
    Ok(done > 0)
}

/// Gives an approved refund back; whether it still waited.
pub async fn do_refund(
    tx: &Tx,
    id: i64,
    way: &'static str,
    session: Option<i64>,
    proof: &str,
) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE fee_refund SET state = 'done', done_at = $2, done_on = $3, done_name = $4, way = $5, session_id = $6, \
             proof = $7 WHERE id = $1 AND state = 'approved'",
            vec![
                id.into(),
                tx.at().micros().into(),
                tx.at().day().to_string().into(),
                tx.by().name.clone().into(),
                way.into(),
                session.into(),
                proof.into(),
            ],
        )
        .await?;
    Ok(done > 0)
}
