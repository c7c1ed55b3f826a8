//! Orders at the gateway, what was told of them, and the training gateway's own table.

use kernel::Moment;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// An order.
#[derive(Debug, Clone, FromRow)]
pub struct OrderRow {
    pub id: i64,
    pub demand_id: i64,
    pub code: String,
    pub amount: i64,
    pub made_at: i64,
    /// open, paid or failed.
    pub state: String,
    pub reference: Option<String>,
    pub asked_times: i64,
}

const COLUMNS: &str = "o.id, o.demand_id, o.code, o.amount, o.made_at, o.state, o.reference, o.asked_times";

/// Makes an order.
pub async fn add_order(tx: &Tx, demand: i64, agency: i64, code: &str, amount: i64) -> Result<i64> {
    tx.insert(
        "INSERT INTO fee_order (demand_id, agency_id, code, amount, made_at, state, asked_times) \
         VALUES ($1, $2, $3, $4, $5, 'open', 0)",
        vec![demand.into(), agency.into(), code.into(), amount.into(), tx.at().micros().into()],
    )
    .await
}

/// An order by its code.
pub async fn order_of_code(db: &impl Read, code: &str) -> Result<Option<OrderRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM fee_order o WHERE o.code = $1"), vec![code.into()]).await
}

/// The orders of a demand.
pub async fn orders_of(db: &impl Read, demand: i64) -> Result<Vec<OrderRow>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM fee_order o WHERE o.demand_id = $1 ORDER BY o.id"),
        vec![demand.into()],
    )
    .await
}

/// The newest order of a demand that waits.
pub async fn open_order_of(db: &impl Read, demand: i64) -> Result<Option<OrderRow>> {
    db.row(
        &format!("SELECT {COLUMNS} FROM fee_order o WHERE o.demand_id = $1 AND o.state = 'open' ORDER BY o.id DESC LIMIT 1"),
        vec![demand.into()],
    )
    .await
}

/// Orders that wait since before a moment, the one asked longest ago first.
pub async fn hanging(db: &impl Read, before: Moment, most: i64) -> Result<Vec<OrderRow>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM fee_order o WHERE o.state = 'open' AND o.made_at < $1 \
             ORDER BY COALESCE(o.asked_at, 0), o.id LIMIT $2"
        ),
        vec![before.micros().into(), most.into()],
    )
    .await
}

/// Notes that the gateway was asked.
pub async fn note_asked(tx: &Tx, id: i64) -> Result<()> {
    tx.exec(
        "UPDATE fee_order SET asked_at = $2, asked_times = asked_times + 1 WHERE id = $1",
        vec![id.into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}

/// Ends an order: paid by a payment of the gateway, or failed.
pub async fn end_order(tx: &Tx, id: i64, state: &'static str, reference: Option<&str>) -> Result<()> {
    tx.exec(
        "UPDATE fee_order SET state = $2, reference = $3, ended_at = $4, ended_on = $5 WHERE id = $1",
        vec![
            id.into(),
            state.into(),
            reference.into(),
            tx.at().micros().into(),
            tx.at().day().to_string().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Keeps what was told of an order, and what came of it: "callback", or "query" where we asked.
pub async fn add_told(
    tx: &Tx,
    told: &crate::fees::rules::online::Told,
    verdict: &'static str,
    source: &'static str,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO fee_told (order_code, reference, amount, outcome, verdict, source, told_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            told.order.clone().into(),
            told.reference.clone().into(),
            told.amount.into(),
            told.outcome.code().into(),
            verdict.into(),
            source.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// What the training gateway knows of an order.
#[derive(Debug, Clone, FromRow)]
pub struct Sandbox {
    pub order_code: String,
    pub amount: i64,
    pub reference: String,
    pub outcome: String,
    pub back: String,
    pub notify: String,
}

/// An order at the training gateway, once it was decided.
pub async fn sandbox(db: &impl Read, code: &str) -> Result<Option<Sandbox>> {
    db.row(
        "SELECT order_code, amount, reference, outcome, back, notify FROM fee_sandbox WHERE order_code = $1",
        vec![code.into()],
    )
    .await
}

/// Decides an order at the training gateway, once.
pub async fn decide_sandbox(tx: &Tx, decided: &Sandbox) -> Result<()> {
    tx.exec(
        "INSERT INTO fee_sandbox (order_code, amount, reference, outcome, back, notify, decided_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (order_code) DO NOTHING",
        vec![
            decided.order_code.clone().into(),
            decided.amount.into(),
            decided.reference.clone().into(),
            decided.outcome.clone().into(),
            decided.back.clone().into(),
            decided.notify.clone().into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}
