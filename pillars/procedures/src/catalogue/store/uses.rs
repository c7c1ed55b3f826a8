//! SQL of the kept figures of use: how many dossiers of a procedure took how long, by agency and month.

use contracts::procedure_uses::Spent;
use kernel::Day;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// Dossiers that took equally long.
#[derive(Debug, Clone, FromRow)]
pub struct Use {
    pub code: String,
    pub agency_id: i64,
    pub half_days: i64,
    pub dossiers: i64,
    pub late: i64,
}

/// What was settled between two days, summed over months; of one procedure, or of all ("").
pub async fn uses(db: &impl Read, code: &str, from: Day, to: Day) -> Result<Vec<Use>> {
    db.rows(
        "SELECT code, agency_id, half_days, CAST(SUM(dossiers) AS BIGINT) AS dossiers, CAST(SUM(late) AS BIGINT) AS late \
         FROM procedure_use WHERE ($1 = '' OR code = $1) AND month_on >= $2 AND month_on <= $3 \
         GROUP BY code, agency_id, half_days ORDER BY code, agency_id, half_days",
        vec![code.into(), from.to_string().into(), to.to_string().into()],
    )
    .await
}

/// Puts a month's counts in the place of what was kept of it.
pub async fn put_uses(tx: &Tx, month: Day, spent: &[Spent]) -> Result<()> {
    let month = month.to_string();
    tx.exec("DELETE FROM procedure_use WHERE month_on = $1", vec![month.clone().into()]).await?;
    let rows = spent
        .iter()
        .map(|s| {
            vec![
                s.procedure.clone().into(),
                s.agency_id.into(),
                month.clone().into(),
                s.half_days.into(),
                s.dossiers.into(),
                s.late.into(),
            ]
        })
        .collect();
    tx.insert_many("INSERT INTO procedure_use (code, agency_id, month_on, half_days, dossiers, late)", rows)
        .await?;
    tx.exec(
        "INSERT INTO procedure_use_count (month_on, counted_at) VALUES ($1, $2) \
         ON CONFLICT (month_on) DO UPDATE SET counted_at = excluded.counted_at",
        vec![month.into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}

/// The months that were counted.
pub async fn counted_months(db: &impl Read) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        db.rows("SELECT month_on FROM procedure_use_count ORDER BY month_on", vec![]).await?;
    Ok(rows.into_iter().map(|(month,)| month).collect())
}

/// When the figures were counted last, microseconds; 0: never.
pub async fn last_count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COALESCE(MAX(counted_at), 0) FROM procedure_use_count", vec![]).await
}
