//! Evidence of a criterion: a record of the system, or a file; the day it is of and the moment it was handed in are both kept.

use kernel::Day;
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A piece of evidence.
#[derive(Debug, Clone, FromRow)]
pub struct EvidenceRow {
    pub id: i64,
    pub sheet_id: i64,
    pub code: String,
    pub label: String,
    pub dated_on: String,
    pub link_kind: Option<String>,
    pub link_href: Option<String>,
    pub link_agency_id: Option<i64>,
    pub file_hash: Option<String>,
    pub file_name: Option<String>,
    pub uploaded_name: String,
    pub uploaded_at: i64,
}

const COLUMNS: &str = "e.id, e.sheet_id, e.code, e.label, e.dated_on, e.link_kind, e.link_href, e.link_agency_id, e.file_hash, \
                       e.file_name, e.uploaded_name, e.uploaded_at";

/// What a piece is.
#[derive(Debug, Clone)]
pub enum What {
    /// A record: kind, id, address, agency that guards it.
    Record(String, i64, String, Option<i64>),
    /// A file: hash, name.
    File(String, String),
}

/// The evidence of a sheet, by criterion, in the order it came.
pub async fn of_sheet(db: &impl Read, sheet: i64) -> Result<Vec<EvidenceRow>> {
    let sql = format!("SELECT {COLUMNS} FROM par_evidence e WHERE e.sheet_id = $1 ORDER BY e.code, e.id");
    db.rows(&sql, vec![sheet.into()]).await
}

/// One piece.
pub async fn get(db: &impl Read, id: i64) -> Result<EvidenceRow> {
    let sql = format!("SELECT {COLUMNS} FROM par_evidence e WHERE e.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Adds a piece.
pub async fn add(tx: &Tx, (sheet, code): (i64, &str), label: &str, dated: Day, what: What) -> Result<i64> {
    let (record, file) = match what {
        What::Record(kind, id, href, agency) => (Some((kind, id, href, agency)), None),
        What::File(hash, name) => (None, Some((hash, name))),
    };
    let (kind, id, href, agency) = match record {
        Some((kind, id, href, agency)) => (Some(kind), Some(id), Some(href), agency),
        None => (None, None, None, None),
    };
    let (hash, name) = file.unzip();
    tx.insert(
        "INSERT INTO par_evidence (sheet_id, code, label, dated_on, link_kind, link_id, link_href, link_agency_id, file_hash, \
         file_name, uploaded_name, uploaded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        vec![
            sheet.into(),
            code.into(),
            label.into(),
            dated.to_string().into(),
            kind.into(),
            id.into(),
            href.into(),
            agency.into(),
            hash.into(),
            name.into(),
            tx.by().name.clone().into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Takes a piece away.
pub async fn remove(tx: &Tx, id: i64) -> Result<()> {
    tx.exec("DELETE FROM par_evidence WHERE id = $1", vec![id.into()]).await?;
    Ok(())
}
