//! Frozen results: what an agency's evaluation of a period was on the day somebody signed for it.

use kernel::Moment;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A frozen result.
#[derive(Debug, Clone, FromRow)]
pub struct ResultRow {
    pub id: i64,
    pub agency_id: i64,
    pub period: String,
    pub frozen_at: i64,
    pub frozen_by: String,
    pub content: String,
}

impl ResultRow {
    /// When it was frozen.
    pub fn at(&self) -> Moment {
        Moment::from_micros(self.frozen_at)
    }
}

const COLUMNS: &str = "id, agency_id, period, frozen_at, frozen_by, content";

/// Freezes a result; none where the period is frozen already.
pub async fn add_result(tx: &Tx, agency: i64, period: &str, content: &str) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO settlement_result (agency_id, period, frozen_at, frozen_by, content) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (agency_id, period) DO NOTHING",
            vec![
                agency.into(),
                period.into(),
                tx.at().micros().into(),
                tx.by().name.clone().into(),
                content.into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// One by its id.
pub async fn result(db: &impl Read, id: i64) -> Result<Option<ResultRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM settlement_result WHERE id = $1"), vec![id.into()]).await
}

/// That of a period of an agency.
pub async fn result_of(db: &impl Read, agency: i64, period: &str) -> Result<Option<ResultRow>> {
    let sql = format!("SELECT {COLUMNS} FROM settlement_result WHERE agency_id = $1 AND period = $2");
    db.row(&sql, vec![agency.into(), period.into()]).await
}

/// Those of an agency, the last frozen first.
pub async fn results_of(db: &impl Read, agency: i64) -> Result<Vec<ResultRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM settlement_result WHERE agency_id = $1 ORDER BY frozen_at DESC, id DESC"
    );
    db.rows(&sql, vec![agency.into()]).await
}
