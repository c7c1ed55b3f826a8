//! The checklist of an inspection: its questions with answers and evidence.

use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A question of an inspection.
#[derive(Debug, Clone, FromRow)]
pub struct Item {
    pub id: i64,
    pub inspection_id: i64,
    pub position: i64,
    pub field: String,
    pub question: String,
    pub basis: String,
    pub indicator: String,
    pub answer: String,
    pub note: String,
    pub link_kind: String,
    pub link_label: String,
    pub link_href: String,
    pub link_agency_id: Option<i64>,
    pub file_hash: Option<String>,
    pub file_name: Option<String>,
    /// The day the evidence is of, which may lie long before the moment it was handed in.
    pub evidence_on: Option<String>,
    pub evidence_at: Option<i64>,
    pub answered_by: String,
    pub version: i64,
}

const ITEM: &str = "id, inspection_id, position, field, question, basis, indicator, answer, note, link_kind, link_label, \
                    link_href, link_agency_id, file_hash, file_name, evidence_on, evidence_at, answered_by, version";

/// The questions of an inspection.
pub async fn of(db: &impl Read, inspection: i64) -> Result<Vec<Item>> {
    let sql = format!("SELECT {ITEM} FROM inspection_item WHERE inspection_id = $1 ORDER BY position, id");
    db.rows(&sql, vec![inspection.into()]).await
}

/// A question by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Item> {
    let sql = format!("SELECT {ITEM} FROM inspection_item WHERE id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Adds a question at the end of the list.
pub async fn add(
    tx: &Tx,
    inspection: i64,
    position: i64,
    [field, question, basis, indicator]: [&str; 4],
) -> Result<()> {
    tx.insert(
        "INSERT INTO inspection_item (inspection_id, position, field, question, basis, indicator, answer, note, link_kind, \
         link_label, link_href, answered_by, version) VALUES ($1, $2, $3, $4, $5, $6, '', '', '', '', '', '', 1)",
        vec![
            inspection.into(),
            position.into(),
            field.into(),
            question.into(),
            basis.into(),
            indicator.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes the questions of a field out of a checklist that nobody has begun to answer.
pub async fn drop_field(tx: &Tx, inspection: i64, field: &str) -> Result<u64> {
    let sql = "DELETE FROM inspection_item WHERE inspection_id = $1 AND field = $2 AND answer = ''";
    tx.exec(sql, vec![inspection.into(), field.into()]).await
}

/// Writes an answer with its evidence; false if somebody was faster.
pub async fn answer(tx: &Tx, new: &Item) -> Result<bool> {
    let sql = "UPDATE inspection_item SET answer = $3, note = $4, link_kind = $5, link_label = $6, link_href = $7, \
               link_agency_id = $8, file_hash = $9, file_name = $10, evidence_on = $11, evidence_at = $12, answered_by = $13, \
               version = version + 1 WHERE id = $1 AND version = $2";
    let values = vec![
        new.id.into(),
        new.version.into(),
        new.answer.clone().into(),
        new.note.clone().into(),
        new.link_kind.clone().into(),
        new.link_label.clone().into(),
        new.link_href.clone().into(),
        new.link_agency_id.into(),
        new.file_hash.clone().into(),
        new.file_name.clone().into(),
        new.evidence_on.clone().into(),
        new.evidence_at.into(),
        new.answered_by.clone().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}
