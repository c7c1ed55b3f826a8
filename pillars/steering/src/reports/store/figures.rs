//! Frozen figures.

use super::super::rules::Known;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeMap;

/// A figure as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Figure {
    pub report_id: i64,
    pub edition: i64,
    pub position: i64,
    pub code: String,
    pub measured: Option<i64>,
    pub declared: Option<i64>,
    pub below: Option<i64>,
    pub value: Option<i64>,
    /// The figure of the period before.
    pub earlier: Option<i64>,
    /// Records behind what was measured.
    pub records: i64,
    /// What the indicator measured, in words.
    pub definition: String,
    /// SHA-256 of the records it was counted from, in their order.
    pub evidence_hash: String,
}

impl Figure {
    /// What was known of its row.
    pub fn known(&self) -> Known {
        Known { measured: self.measured, declared: self.declared, below: self.below }
    }
}

const ROW: &str = "f.report_id, f.edition, f.position, f.code, f.measured, f.declared, f.below, f.value, f.earlier, f.records, \
                   f.definition, f.evidence_hash";

/// All figures of a report, edition by edition.
pub async fn of(db: &impl Read, report: i64) -> Result<Vec<Figure>> {
    let sql = format!(
        "SELECT {ROW} FROM report_figure f WHERE f.report_id = $1 ORDER BY f.edition, f.position, f.id"
    );
    db.rows(&sql, vec![report.into()]).await
}

/// The values of one edition by row.
pub async fn values(db: &impl Read, report: i64, edition: i64) -> Result<BTreeMap<String, i64>> {
    let sql = "SELECT f.code, f.value FROM report_figure f WHERE f.report_id = $1 AND f.edition = $2 AND f.value IS NOT NULL \
               ORDER BY f.position, f.id";
    let rows: Vec<(String, i64)> = db.rows(sql, vec![report.into(), edition.into()]).await?;
    Ok(rows.into_iter().collect())
}

/// Freezes the figures of an edition.
pub async fn freeze(tx: &Tx, figures: Vec<Figure>) -> Result<()> {
    let rows = figures
        .into_iter()
        .map(|f| {
            vec![
                f.report_id.into(),
                f.edition.into(),
                f.position.into(),
                f.code.into(),
                f.measured.into(),
                f.declared.into(),
                f.below.into(),
                f.value.into(),
                f.earlier.into(),
                f.records.into(),
                f.definition.into(),
                f.evidence_hash.into(),
            ]
        })
        .collect();
    let head = "INSERT INTO report_figure (report_id, edition, position, code, measured, declared, below, value, earlier, \
                records, definition, evidence_hash)";
    tx.insert_many(head, rows).await
}
