//! Secret addresses of calendar feeds: only the hash of a key is kept, a revoked one opens nothing.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A feed.
#[derive(Debug, Clone, FromRow)]
pub struct Feed {
    pub id: i64,
    pub account_id: i64,
    /// The agency whose tasks it shows; none: the tasks that the account has.
    pub agency_id: Option<i64>,
    pub made_at: i64,
    pub revoked_at: Option<i64>,
}

const FEED: &str = "id, account_id, agency_id, made_at, revoked_at";

/// The feeds of an account, the newest first.
pub async fn of_account(db: &impl Read, account: i64) -> Result<Vec<Feed>> {
    let sql = format!("SELECT {FEED} FROM calendar_feed WHERE account_id = $1 ORDER BY id DESC");
    db.rows(&sql, vec![account.into()]).await
}

/// The feed that a key opens.
pub async fn by_key(db: &impl Read, key_hash: &str) -> Result<Option<Feed>> {
    let sql = format!("SELECT {FEED} FROM calendar_feed WHERE key_hash = $1 AND revoked_at IS NULL");
    db.row(&sql, vec![key_hash.into()]).await
}

/// Keeps a new feed.
pub async fn add(tx: &Tx, account: i64, agency: Option<i64>, key_hash: &str) -> Result<i64> {
    tx.insert(
        "INSERT INTO calendar_feed (key_hash, account_id, agency_id, made_at) VALUES ($1, $2, $3, $4)",
        vec![key_hash.into(), account.into(), agency.into(), tx.at().micros().into()],
    )
    .await
}

/// Revokes a feed of an account; false where there is none that is open.
pub async fn revoke(tx: &Tx, account: i64, id: i64) -> Result<bool> {
    let sql =
        "UPDATE calendar_feed SET revoked_at = $3 WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL";
    Ok(tx.exec(sql, vec![id.into(), account.into(), tx.at().micros().into()]).await? > 0)
}

/// Forgets the feeds of an account.
pub async fn forget_account(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM calendar_feed WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}
