//! second_factor, recovery_code, sign_in_pending.

use crate::error::Result;
use crate::store::{Read, Tx};
use kernel::Moment;
use sea_orm::FromQueryResult;

/// A second factor as it is kept.
#[derive(FromQueryResult)]
pub(super) struct Kept {
    /// Sealed.
    pub secret: String,
    /// When it was made, microseconds.
    pub made_at: i64,
    /// When its owner showed that they have it.
    pub confirmed_at: Option<i64>,
    /// The last step a code was taken of.
    pub used_step: i64,
    /// Salt of the recovery codes.
    pub code_salt: String,
}

pub(super) async fn kept(db: &impl Read, account: i64) -> Result<Option<Kept>> {
    let sql =
        "SELECT secret, made_at, confirmed_at, used_step, code_salt FROM second_factor WHERE account_id = $1";
    db.row(sql, vec![account.into()]).await
}

/// Keeps a new secret in place of one that was never confirmed; whether there was no confirmed one.
pub(super) async fn put(tx: &Tx, account: i64, sealed: &str) -> Result<bool> {
    let changed = tx
        .exec(
            "INSERT INTO second_factor (account_id, secret, made_at, used_step, code_salt) VALUES ($1, $2, $3, -1, '') \
             ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at \
             WHERE second_factor.confirmed_at IS NULL",
            vec![account.into(), sealed.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(changed > 0)
}

/// Confirms the very secret whose code was typed; whether it still stood there unconfirmed.
pub(super) async fn confirm(tx: &Tx, account: i64, sealed: &str, step: i64) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE second_factor SET confirmed_at = $3, used_step = $4 \
             WHERE account_id = $1 AND secret = $2 AND confirmed_at IS NULL",
            vec![account.into(), sealed.into(), tx.at().micros().into(), step.into()],
        )
        .await?;
    Ok(changed > 0)
}

/// Uses up a step with all before it; false when it was used meanwhile.
pub(super) async fn use_step(tx: &Tx, account: i64, step: i64) -> Result<bool> {
    let sql = "UPDATE second_factor SET used_step = $2 \
               WHERE account_id = $1 AND used_step < $2 AND confirmed_at IS NOT NULL";
    Ok(tx.exec(sql, vec![account.into(), step.into()]).await? > 0)
}

/// Uses up a recovery code; false when there is none such, or no longer.
pub(super) async fn use_code(tx: &Tx, account: i64, hash: &str) -> Result<bool> {
    let sql = "UPDATE recovery_code SET used_at = $3 \
               WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL";
    Ok(tx.exec(sql, vec![account.into(), hash.into(), tx.at().micros().into()]).await? > 0)
}

/// Puts new recovery codes in place of all old ones.
pub(super) async fn put_codes(tx: &Tx, account: i64, salt: &str, hashes: &[String]) -> Result<()> {
    tx.exec("DELETE FROM recovery_code WHERE account_id = $1", vec![account.into()]).await?;
    tx.exec(
        "UPDATE second_factor SET code_salt = $2 WHERE account_id = $1",
        vec![account.into(), salt.into()],
    )
    .await?;
    let rows = hashes.iter().map(|hash| vec![account.into(), hash.clone().into()]).collect();
    tx.insert_many("INSERT INTO recovery_code (account_id, code_hash)", rows).await
}

/// Recovery codes not used yet.
pub(super) async fn codes_left(db: &impl Read, account: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL";
    db.number(sql, vec![account.into()]).await
}

/// Takes a second factor away; whether there was a confirmed one.
pub(super) async fn remove(tx: &Tx, account: i64) -> Result<bool> {
    let sql = "DELETE FROM second_factor WHERE account_id = $1 AND confirmed_at IS NOT NULL";
    let removed = tx.exec(sql, vec![account.into()]).await?;
    tx.exec("DELETE FROM recovery_code WHERE account_id = $1", vec![account.into()]).await?;
    Ok(removed > 0)
}

/// Keeps that the password was right and the code is still to come.
pub(super) async fn add_pending(tx: &Tx, token_hash: &str, account: i64, until: Moment) -> Result<()> {
    // Nobody needs those that ran out; the table stays as small as the sign-ins under way.
    tx.exec("DELETE FROM sign_in_pending WHERE expires_at <= $1", vec![tx.at().micros().into()]).await?;
    tx.exec(
        "INSERT INTO sign_in_pending (token_hash, account_id, expires_at) VALUES ($1, $2, $3)",
        vec![token_hash.into(), account.into(), until.micros().into()],
    )
    .await?;
    Ok(())
}

/// The account a sign-in under way belongs to.
pub(super) async fn pending(db: &impl Read, token_hash: &str, now: Moment) -> Result<Option<i64>> {
    let sql = "SELECT account_id FROM sign_in_pending WHERE token_hash = $1 AND expires_at > $2";
    let account = db.number(sql, vec![token_hash.into(), now.micros().into()]).await?;
    Ok((account > 0).then_some(account))
}

/// Ends every sign-in under way of an account: one led to a session, or the password is another.
pub(super) async fn drop_pending(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM sign_in_pending WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}
