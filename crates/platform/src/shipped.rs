//! What the program shipped into this city and what it put there, so that a later start adds what is new
//! and leaves alone what the city changed.

use crate::error::Result;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What is known of one shipped thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipped {
    /// Hash of what the program shipped last.
    pub file_hash: String,
    /// Hash of what the program itself put into the city; empty when the city had its own.
    pub put_hash: String,
}

#[derive(FromRow)]
struct Row {
    row_key: String,
    file_hash: String,
    put_hash: String,
}

/// SHA-256 of a text, hexadecimal.
pub fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Everything shipped of a kind so far, by key.
pub async fn of(db: &impl Read, kind: &str) -> Result<BTreeMap<String, Shipped>> {
    let rows: Vec<Row> = db
        .rows("SELECT row_key, file_hash, put_hash FROM shipped_row WHERE kind = $1", vec![kind.into()])
        .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.row_key, Shipped { file_hash: r.file_hash, put_hash: r.put_hash }))
        .collect())
}

/// Forgets what the program ships no more.
pub async fn forget(tx: &Tx, kind: &str, key: &str) -> Result<()> {
    let sql = "DELETE FROM shipped_row WHERE kind = $1 AND row_key = $2";
    tx.exec_unmarked(sql, vec![kind.into(), key.into()]).await?;
    Ok(())
}

/// Keeps what was shipped and what became of it; needs no journal entry of its own.
pub async fn note(tx: &Tx, kind: &str, key: &str, shipped: &Shipped) -> Result<()> {
    tx.exec_unmarked(
        "INSERT INTO shipped_row (kind, row_key, file_hash, put_hash, shipped_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (kind, row_key) DO UPDATE SET file_hash = excluded.file_hash, put_hash = excluded.put_hash, \
         shipped_at = excluded.shipped_at",
        vec![
            kind.into(),
            key.into(),
            shipped.file_hash.clone().into(),
            shipped.put_hash.clone().into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}
