//! Facts about this installation as a whole, kept in its database: whether it is a demo city, when the scheduler looked last.

use crate::error::Result;
use crate::store::FromRow;
use crate::store::{Read, Store, Tx};
use kernel::Moment;
use serde::{Deserialize, Serialize};

/// The fact that marks a demo city.
const DEMO: &str = "demo";

/// What marks a database as a demo city's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoCity {
    /// Microseconds by which its clock is off the system's.
    pub clock_offset: i64,
    /// Whether it was built to the end.
    pub ready: bool,
}

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Nothing of ours.
    Nothing,
    /// A demo city, ready or half built.
    Demo(DemoCity),
    /// A city.
    City,
}

/// The fact that tells of the last backup.
const BACKUP: &str = "backup_last";

/// A backup that was finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupMade {
    /// What it holds is as of this moment, microseconds UTC.
    pub at: i64,
    /// Its size.
    pub bytes: u64,
    /// Whether it needs a key to be read.
    pub encrypted: bool,
}

#[derive(FromRow)]
struct Value {
    value: String,
}

/// A fact by its name.
pub async fn fact(db: &impl Read, name: &str) -> Result<Option<String>> {
    let row: Option<Value> =
        db.row("SELECT value FROM installation WHERE fact = $1", vec![name.into()]).await?;
    Ok(row.map(|r| r.value))
}

/// Keeps a fact.
pub async fn set_fact(tx: &Tx, name: &str, value: &str) -> Result<()> {
    tx.exec_unmarked(
        "INSERT INTO installation (fact, value) VALUES ($1, $2) ON CONFLICT (fact) DO UPDATE SET value = excluded.value",
        vec![name.into(), value.into()],
    )
    .await?;
    Ok(())
}

/// A moment kept as a fact.
pub(crate) async fn moment(db: &impl Read, name: &str) -> Result<Option<Moment>> {
    Ok(fact(db, name).await?.and_then(|v| v.parse().ok()).map(Moment::from_micros))
}

/// Notes a finished backup, for whoever asks how old the last one is.
pub async fn mark_backup(store: &Store, made: BackupMade) -> Result<()> {
    let tx = store.housekeeping().await?;
    set_fact(&tx, BACKUP, &serde_json::to_string(&made)?).await?;
    tx.commit().await
}

/// The last backup that was finished, whoever made it.
pub async fn last_backup(db: &impl Read) -> Result<Option<BackupMade>> {
    Ok(fact(db, BACKUP).await?.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Looks what a database holds, without changing it; the tables need not exist.
pub async fn holds(store: &Store) -> Result<Holds> {
    if store.has_table("installation").await?
        && let Some(text) = fact(store, DEMO).await?
    {
        return Ok(Holds::Demo(serde_json::from_str(&text)?));
    }
    Ok(if store.has_table("schema_ledger").await? { Holds::City } else { Holds::Nothing })
}

/// Marks a database as a demo city's: before its first table, so that a building that was interrupted is known as one.
pub async fn mark_demo(store: &Store, demo: DemoCity) -> Result<()> {
    store
        .outside("CREATE TABLE IF NOT EXISTS installation (fact TEXT PRIMARY KEY, value TEXT NOT NULL)")
        .await?;
    let tx = store.housekeeping().await?;
    set_fact(&tx, DEMO, &serde_json::to_string(&demo)?).await?;
    tx.commit().await
}
