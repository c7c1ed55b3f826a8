//! Periodic reports that were owed and whose last day is over, begun or not, and what is measured of them.

use super::super::rules::{Kind, Window};
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeSet;

/// Each report that was owed, on its last day; it counts where it was first sent by then.
pub const EVIDENCE: &str = "SELECT o.id AS record_id, CASE o.kind WHEN 'month' THEN 'BC tháng ' || CAST(o.number AS TEXT) || '/' \
     WHEN 'quarter' THEN 'BC quý ' || CAST(o.number AS TEXT) || '/' WHEN 'half' THEN 'BC 6 tháng ' ELSE 'BC năm ' END \
     || CAST(o.year AS TEXT) AS label, o.agency_id AS agency_id, o.due_on AS on_day, o.due_on AS until_day, \
     CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, \
     CASE WHEN r.sent_on IS NOT NULL AND r.sent_on <= o.due_on THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, \
     CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM report_owed o \
     LEFT JOIN reform_report r ON r.agency_id = o.agency_id AND r.kind = o.kind AND r.year = o.year AND r.number = o.number \
     AND r.request_id = 0";

/// A report that was owed.
#[derive(Debug, Clone, FromRow)]
pub struct Owed {
    pub agency_id: i64,
    pub kind: String,
    pub year: i64,
    pub number: i64,
}

impl Owed {
    /// Its period as reports name it.
    pub fn key(&self) -> Result<(Kind, i32, i64)> {
        let kind = Kind::from_code(&self.kind).ok_or_else(|| Error::fault("report_owed.kind", &self.kind))?;
        let year = i32::try_from(self.year).map_err(|e| Error::fault("report_owed.year", e))?;
        Ok((kind, year, self.number))
    }
}

/// One that was owed.
pub async fn get(db: &impl Read, id: i64) -> Result<Owed> {
    let sql = "SELECT o.agency_id, o.kind, o.year, o.number FROM report_owed o WHERE o.id = $1";
    db.row(sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The periods of a year that are kept already, by code of their kind and number.
pub async fn kept(db: &impl Read, year: i32) -> Result<BTreeSet<(String, i64)>> {
    let sql = "SELECT DISTINCT o.kind, o.number FROM report_owed o WHERE o.year = $1";
    let rows: Vec<(String, i64)> = db.rows(sql, vec![i64::from(year).into()]).await?;
    Ok(rows.into_iter().collect())
}

/// Keeps that agencies owed the report of a period.
pub async fn keep(tx: &Tx, window: &Window, agencies: &[i64]) -> Result<()> {
    let row = |agency: &i64| {
        vec![
            (*agency).into(),
            window.kind.code().into(),
            i64::from(window.year).into(),
            window.number.into(),
            window.due.to_string().into(),
        ]
    };
    let head = "INSERT INTO report_owed (agency_id, kind, year, number, due_on)";
    tx.insert_many(head, agencies.iter().map(row).collect()).await
}
