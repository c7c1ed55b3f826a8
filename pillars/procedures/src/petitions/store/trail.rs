//! What was done with a petition, as its giver is told, and the files that came with it.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A step.
#[derive(Debug, Clone, FromRow)]
pub struct Step {
    pub at: i64,
    pub act: String,
    pub agency_id: i64,
    pub note: String,
}

/// A file.
#[derive(Debug, Clone, FromRow)]
pub struct File {
    pub hash: String,
    pub name: String,
    pub size: i64,
}

/// Adds a step.
pub async fn add_step(tx: &Tx, petition: i64, step: &Step) -> Result<()> {
    tx.exec(
        "INSERT INTO petition_step (petition_id, at, act, agency_id, note) VALUES ($1, $2, $3, $4, $5)",
        vec![
            petition.into(),
            step.at.into(),
            step.act.clone().into(),
            step.agency_id.into(),
            step.note.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The steps of a petition in order.
pub async fn steps_of(db: &impl Read, petition: i64) -> Result<Vec<Step>> {
    db.rows(
        "SELECT at, act, agency_id, note FROM petition_step WHERE petition_id = $1 ORDER BY id",
        vec![petition.into()],
    )
    .await
}

/// Adds a file.
pub async fn add_file(tx: &Tx, petition: i64, file: &File) -> Result<()> {
    tx.exec(
        "INSERT INTO petition_file (petition_id, hash, name, size) VALUES ($1, $2, $3, $4)",
        vec![petition.into(), file.hash.clone().into(), file.name.clone().into(), file.size.into()],
    )
    .await?;
    Ok(())
}

/// The files of a petition.
pub async fn files_of(db: &impl Read, petition: i64) -> Result<Vec<File>> {
    db.rows(
        "SELECT hash, name, size FROM petition_file WHERE petition_id = $1 ORDER BY id",
        vec![petition.into()],
    )
    .await
}
