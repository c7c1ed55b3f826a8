//! The index of an agency's month, kept for steering; marked when what it rests on has changed.

use kernel::{Day, Period};
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A month of an agency whose index is to be made anew.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Due {
    pub id: i64,
    pub agency_id: i64,
    pub month_on: String,
    pub marked: i64,
}

/// A kept index, in hundredths of a point.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ScoreRow {
    pub agency_id: i64,
    pub month_on: String,
    pub points: i64,
    pub weight: i64,
}

/// Marks a month of an agency.
pub async fn mark(tx: &Tx, (agency, month): (i64, Period)) -> Result<()> {
    tx.exec(
        "INSERT INTO settlement_score (agency_id, month_on, points, weight, marked, scored) VALUES ($1, $2, 0, 0, 1, 0) \
         ON CONFLICT (agency_id, month_on) DO UPDATE SET marked = settlement_score.marked + 1",
        vec![agency.into(), month.first().to_string().into()],
    )
    .await?;
    Ok(())
}

/// Marks every month with counts from a day on.
pub async fn mark_all(tx: &Tx, from: Day) -> Result<()> {
    tx.exec(
        "INSERT INTO settlement_score (agency_id, month_on, points, weight, marked, scored) \
         SELECT DISTINCT t.agency_id, t.month_on, 0, 0, 1, 0 FROM settlement_tally t WHERE t.month_on >= $1 \
         ON CONFLICT (agency_id, month_on) DO UPDATE SET marked = settlement_score.marked + 1",
        vec![from.to_string().into()],
    )
    .await?;
    Ok(())
}

/// What is marked, by month.
pub async fn due(db: &impl Read) -> Result<Vec<Due>> {
    db.rows(
        "SELECT id, agency_id, month_on, marked FROM settlement_score WHERE marked > scored ORDER BY month_on, agency_id",
        vec![],
    )
    .await
}

/// Writes the index of a month as of a mark; one made meanwhile stays.
pub async fn write_score(tx: &Tx, due: &Due, points: i64, weight: i64) -> Result<()> {
    tx.exec(
        "UPDATE settlement_score SET points = $2, weight = $3, scored = $4 WHERE id = $1",
        vec![due.id.into(), points.into(), weight.into(), due.marked.into()],
    )
    .await?;
    Ok(())
}

/// One kept index.
pub async fn score(db: &impl Read, id: i64) -> Result<Option<ScoreRow>> {
    let sql = "SELECT agency_id, month_on, points, weight FROM settlement_score WHERE id = $1";
    db.row(sql, vec![id.into()]).await
}

/// Evidence of `service_index`: one row a month of an agency, points reached of points that have data.
pub const EVIDENCE: &str = "SELECT s.id AS record_id, SUBSTR(s.month_on, 1, 7) AS label, s.agency_id AS agency_id, \
     s.month_on AS on_day, CAST(NULL AS TEXT) AS until_day, CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, \
     CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, s.points AS numerator, s.weight AS denominator, \
     CAST(0 AS BIGINT) AS value FROM settlement_score s WHERE s.weight > 0";
