//! Frozen readings: what the system measured, when, by which definition; never changed afterwards.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A reading.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(in super::super) struct Reading {
    pub measure: String,
    pub agency_id: i64,
    pub period: String,
    pub value: Option<f64>,
    pub numerator: i64,
    pub denominator: i64,
    pub count: i64,
    pub definition_hash: String,
    pub measured_at: i64,
}

/// Adds readings.
pub(in super::super) async fn add(tx: &Tx, readings: Vec<Reading>) -> Result<()> {
    let rows = readings
        .into_iter()
        .map(|r| {
            vec![
                r.measure.into(),
                r.agency_id.into(),
                r.period.into(),
                r.value.into(),
                r.numerator.into(),
                r.denominator.into(),
                r.count.into(),
                r.definition_hash.into(),
                r.measured_at.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "INSERT INTO reading (measure, agency_id, period, value, numerator, denominator, count, definition_hash, measured_at)",
        rows,
    )
    .await
}

/// The readings of a measure for an agency, newest first.
pub(in super::super) async fn of(
    db: &impl Read,
    measure: &str,
    agency: i64,
    limit: i64,
) -> Result<Vec<Reading>> {
    db.rows(
        "SELECT measure, agency_id, period, value, numerator, denominator, count, definition_hash, measured_at FROM reading \
         WHERE measure = $1 AND agency_id = $2 ORDER BY id DESC LIMIT $3",
        vec![measure.into(), agency.into(), limit.into()],
    )
    .await
}

/// Whether a period was read already for an agency.
pub(in super::super) async fn exists(db: &impl Read, agency: i64, period: &str) -> Result<bool> {
    let count = db
        .number(
            "SELECT COUNT(*) FROM (SELECT id FROM reading WHERE agency_id = $1 AND period = $2 LIMIT 1) r",
            vec![agency.into(), period.into()],
        )
        .await?;
    Ok(count > 0)
}
