//! Who agreed that their papers be kept for reuse.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A person's agreement.
#[derive(Debug, Clone, FromRow)]
pub struct ConsentRow {
    pub account_id: i64,
    pub given_at: i64,
}

/// The agreement of an account, if it stands.
pub async fn consent(db: &impl Read, account: i64) -> Result<Option<ConsentRow>> {
    db.row("SELECT account_id, given_at FROM shelf_consent WHERE account_id = $1", vec![account.into()]).await
}

/// The accounts that agreed under an identity number.
pub async fn consents_under(db: &impl Read, identity: &str) -> Result<Vec<ConsentRow>> {
    let sql = "SELECT account_id, given_at FROM shelf_consent WHERE identity = $1 ORDER BY account_id";
    db.rows(sql, vec![identity.into()]).await
}

/// Keeps the agreement; false if it stands already.
pub async fn give(tx: &Tx, account: i64, identity: &str) -> Result<bool> {
    let id = tx
        .insert(
            "INSERT INTO shelf_consent (account_id, identity, given_at) VALUES ($1, $2, $3) \
             ON CONFLICT (account_id) DO NOTHING",
            vec![account.into(), identity.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(id > 0)
}

/// Holds the agreement until the transaction ends, so that nobody takes it back while papers are entered or taken under it; false
/// if it does not stand.
pub async fn hold(tx: &Tx, account: i64) -> Result<bool> {
    let sql = "UPDATE shelf_consent SET given_at = given_at WHERE account_id = $1";
    Ok(tx.exec(sql, vec![account.into()]).await? > 0)
}

/// Takes the agreement back; false if there was none.
pub async fn withdraw(tx: &Tx, account: i64) -> Result<bool> {
    Ok(tx.exec("DELETE FROM shelf_consent WHERE account_id = $1", vec![account.into()]).await? > 0)
}

/// Takes away everything of an account, the agreement first: whoever holds it has entered what they enter. How many papers there
/// were.
pub async fn forget_all(tx: &Tx, account: i64) -> Result<u64> {
    tx.exec("DELETE FROM shelf_consent WHERE account_id = $1", vec![account.into()]).await?;
    tx.exec("DELETE FROM shelf_use WHERE account_id = $1", vec![account.into()]).await?;
    tx.exec("DELETE FROM shelf_paper WHERE account_id = $1", vec![account.into()]).await
}
