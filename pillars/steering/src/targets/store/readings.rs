//! Frozen readings: what the system measured, when, by which definition, resting on which evidence; never changed afterwards.

use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A reading.
#[derive(Debug, Clone, PartialEq, Default, FromRow)]
pub(in super::super) struct Reading {
    pub id: i64,
    pub measure: String,
    pub agency_id: i64,
    pub period: String,
    pub value: Option<f64>,
    pub numerator: i64,
    pub denominator: i64,
    pub count: i64,
    pub definition_hash: String,
    pub measured_at: i64,
    /// Version of the definition; 0: as the programme says.
    pub version: i64,
    /// The day it was read on, ISO; "" for readings older than this.
    pub as_of_on: String,
    pub evidence_rows: i64,
    /// SHA-256 over the months of the evidence; "" where it was not sealed.
    pub evidence_hash: String,
    /// The months, JSON.
    pub chunks: String,
    /// The definition in words, JSON.
    pub definition: String,
    pub frozen_name: String,
}

const COLUMNS: &str = "r.id, r.measure, r.agency_id, r.period, r.value, r.numerator, r.denominator, r.count, r.definition_hash, \
                       r.measured_at, r.version, r.as_of_on, r.evidence_rows, r.evidence_hash, r.chunks, r.definition, r.frozen_name";

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
                r.version.into(),
                r.as_of_on.into(),
                r.evidence_rows.into(),
                r.evidence_hash.into(),
                r.chunks.into(),
                r.definition.into(),
                r.frozen_name.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "INSERT INTO reading (measure, agency_id, period, value, numerator, denominator, count, definition_hash, measured_at, \
         version, as_of_on, evidence_rows, evidence_hash, chunks, definition, frozen_name)",
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
        &format!(
            "SELECT {COLUMNS} FROM reading r WHERE r.measure = $1 AND r.agency_id = $2 ORDER BY r.id DESC LIMIT $3"
        ),
        vec![measure.into(), agency.into(), limit.into()],
    )
    .await
}

/// The newest reading of every measure of an agency for a period.
pub(in super::super) async fn of_period(db: &impl Read, agency: i64, period: &str) -> Result<Vec<Reading>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM reading r WHERE r.agency_id = $1 AND r.period = $2 AND r.id = (SELECT MAX(n.id) FROM reading n \
             WHERE n.measure = r.measure AND n.agency_id = r.agency_id AND n.period = r.period) ORDER BY r.measure, r.id"
        ),
        vec![agency.into(), period.into()],
    )
    .await
}

/// One by its id; 404 when there is none.
pub(in super::super) async fn get(db: &impl Read, id: i64) -> Result<Reading> {
    let sql = format!("SELECT {COLUMNS} FROM reading r WHERE r.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
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

const SORTS: [SortKey; 4] = [
    SortKey { name: "chot-luc", sql: "r.measured_at", number: true },
    SortKey { name: "ky", sql: "r.period", number: false },
    SortKey { name: "chi-tieu", sql: "r.measure", number: false },
    SortKey { name: "so", sql: "r.count", number: true },
];

/// The list of readings.
pub(in super::super) fn list() -> ListQuery<'static> {
    ListQuery::new(COLUMNS, "reading r", "r.id", &SORTS).descending()
}
