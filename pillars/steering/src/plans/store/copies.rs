//! Copies of approved plans: to whom an edition went, and when.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A copy.
#[derive(Debug, Clone, FromRow)]
pub struct PlanCopy {
    pub edition: i64,
    pub agency_id: i64,
    pub sent_on: String,
}

/// The copies of a plan, those of the newest edition first.
pub async fn of(db: &impl Read, plan: i64) -> Result<Vec<PlanCopy>> {
    let sql = "SELECT edition, agency_id, sent_on FROM plan_copy WHERE plan_id = $1 ORDER BY edition DESC, agency_id";
    db.rows(sql, vec![plan.into()]).await
}

/// Sends an edition to an agency, once.
pub async fn send(tx: &Tx, plan: i64, edition: i64, agency: i64) -> Result<()> {
    let sql = "INSERT INTO plan_copy (plan_id, edition, agency_id, sent_on) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (plan_id, edition, agency_id) DO NOTHING";
    let params = vec![plan.into(), edition.into(), agency.into(), tx.at().day().to_string().into()];
    tx.exec(sql, params).await?;
    Ok(())
}
