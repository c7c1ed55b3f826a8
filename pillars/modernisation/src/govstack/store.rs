//! All SQL of the documents that wait for their application.

use kernel::Moment;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A document that waits.
#[derive(Debug, Clone, FromRow)]
pub struct Document {
    /// Number.
    pub id: i64,
    /// Key of the procedure's component it is meant for; may be empty.
    pub component: String,
    /// Name of the file.
    pub name: String,
    /// SHA-256 of its bytes.
    pub file_hash: String,
}

/// A document to keep.
pub struct NewDocument<'a> {
    /// The secret part of its address.
    pub key: &'a str,
    /// Account that handed it in: nobody else may name it.
    pub account: i64,
    /// Component.
    pub component: &'a str,
    /// Name of the file.
    pub name: &'a str,
    /// SHA-256 of its bytes.
    pub hash: &'a str,
}

/// Keeps it.
pub async fn add(tx: &Tx, new: &NewDocument<'_>) -> Result<i64> {
    tx.insert(
        "INSERT INTO govstack_document (document_key, account_id, component, name, file_hash, uploaded_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            new.key.into(),
            new.account.into(),
            new.component.into(),
            new.name.into(),
            new.hash.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// A document of an account by its key.
pub async fn own(db: &impl Read, account: i64, key: &str) -> Result<Option<Document>> {
    db.row(
        "SELECT id, component, name, file_hash FROM govstack_document WHERE document_key = $1 AND account_id = $2",
        vec![key.into(), account.into()],
    )
    .await
}

/// Forgets one; whether it was still there.
pub async fn forget(tx: &Tx, id: i64) -> Result<bool> {
    Ok(tx.exec("DELETE FROM govstack_document WHERE id = $1", vec![id.into()]).await? > 0)
}

/// Those that have waited since before a moment.
pub async fn waiting_since(db: &impl Read, before: Moment) -> Result<Vec<Document>> {
    db.rows(
        "SELECT id, component, name, file_hash FROM govstack_document WHERE uploaded_at < $1 ORDER BY id LIMIT 1000",
        vec![before.micros().into()],
    )
    .await
}
