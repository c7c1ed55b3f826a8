//! passkey, passkey_try.

use crate::error::Result;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::Moment;

/// A passkey as its owner sees it.
#[derive(Debug, Clone, FromRow)]
pub struct Named {
    /// Id.
    pub id: i64,
    /// Name its owner gave.
    pub name: String,
    /// When it was added, microseconds.
    pub made_at: i64,
    /// When it last opened a session, microseconds.
    pub used_at: Option<i64>,
}

/// A passkey under way.
#[derive(FromRow)]
pub(super) struct Try {
    pub name: String,
    pub question: String,
    pub state: String,
}

pub(super) async fn named(db: &impl Read, account: i64) -> Result<Vec<Named>> {
    let sql = "SELECT id, name, made_at, used_at FROM passkey WHERE account_id = $1 ORDER BY id";
    db.rows(sql, vec![account.into()]).await
}

/// The passkeys of an account as the library reads them.
pub(super) async fn credentials(db: &impl Read, account: i64) -> Result<Vec<String>> {
    #[derive(FromRow)]
    struct Row {
        credential: String,
    }
    let sql = "SELECT credential FROM passkey WHERE account_id = $1 ORDER BY id";
    let rows: Vec<Row> = db.rows(sql, vec![account.into()]).await?;
    Ok(rows.into_iter().map(|r| r.credential).collect())
}

/// Number of passkeys.
pub(super) async fn count(db: &impl Read, account: i64) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM passkey WHERE account_id = $1", vec![account.into()]).await
}

/// Keeps what is under way, in place of an earlier one.
pub(super) async fn begin(tx: &Tx, account: i64, new: &Try, until: Moment) -> Result<()> {
    tx.exec(
        "INSERT INTO passkey_try (account_id, name, question, state, expires_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, question = excluded.question, \
         state = excluded.state, expires_at = excluded.expires_at",
        vec![
            account.into(),
            new.name.clone().into(),
            new.question.clone().into(),
            new.state.clone().into(),
            until.micros().into(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn under_way(db: &impl Read, account: i64, now: Moment) -> Result<Option<Try>> {
    let sql = "SELECT name, question, state FROM passkey_try WHERE account_id = $1 AND expires_at > $2";
    db.row(sql, vec![account.into(), now.micros().into()]).await
}

/// Uses up the very one whose answer came; false when it was used or replaced meanwhile.
pub(super) async fn take(tx: &Tx, account: i64, state: &str) -> Result<bool> {
    let sql = "DELETE FROM passkey_try WHERE account_id = $1 AND state = $2";
    Ok(tx.exec(sql, vec![account.into(), state.into()]).await? > 0)
}

/// Keeps a passkey; false when it is known already.
pub(super) async fn add(tx: &Tx, account: i64, name: &str, id: &str, credential: &str) -> Result<bool> {
    let added = tx
        .exec(
            "INSERT INTO passkey (account_id, name, credential_id, credential, made_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
            vec![account.into(), name.into(), id.into(), credential.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(added > 0)
}

/// Keeps its counter and that it was used; false when it is gone.
pub(super) async fn mark_used(tx: &Tx, account: i64, id: &str, credential: &str) -> Result<bool> {
    let sql = "UPDATE passkey SET credential = $3, used_at = $4 WHERE account_id = $1 AND credential_id = $2";
    let params = vec![account.into(), id.into(), credential.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, params).await? > 0)
}

pub(super) async fn remove(tx: &Tx, account: i64, id: i64) -> Result<bool> {
    let sql = "DELETE FROM passkey WHERE account_id = $1 AND id = $2";
    Ok(tx.exec(sql, vec![account.into(), id.into()]).await? > 0)
}

/// Removes all of an account; how many there were.
pub(super) async fn remove_all(tx: &Tx, account: i64) -> Result<u64> {
    tx.exec("DELETE FROM passkey_try WHERE account_id = $1", vec![account.into()]).await?;
    tx.exec("DELETE FROM passkey WHERE account_id = $1", vec![account.into()]).await
}
