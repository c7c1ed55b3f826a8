//! second_factor, recovery_code, sign_in_pending.

use crate::error::Result;
use crate::sign_in::Vouched;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::Moment;

/// A second factor as it is kept.
#[derive(FromRow)]
pub(super) struct Kept {
    /// Sealed.
    pub secret: String,
    /// When it was made, microseconds.
    pub made_at: i64,
    /// When its owner showed that they have it.
    pub confirmed_at: Option<i64>,
    /// The last step a code was taken of.
    pub used_step: i64,
}

/// A sign-in whose second factor is still to come.
#[derive(FromRow)]
pub(super) struct Pending {
    pub account_id: i64,
    /// Code of the provider of identities that vouched for the person; none: the password was right.
    pub provider: Option<String>,
    /// The session there.
    pub provider_session: Option<String>,
    /// What a passkey's answer is held against.
    pub challenge: Option<String>,
}

impl Pending {
    /// Who vouched for the person.
    pub(super) fn vouched(&self) -> Option<Vouched<'_>> {
        let session = self.provider_session.as_deref();
        self.provider.as_deref().map(|provider| Vouched { provider, session })
    }
}

/// Holds the account's row until the commit: a session that opens meanwhile (it touches the row first) either ends with the
/// others, or finds the second factor and does not open without it.
pub(super) async fn hold_account(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("UPDATE account SET disabled = disabled WHERE id = $1", vec![account.into()]).await?;
    Ok(())
}

pub(super) async fn kept(db: &impl Read, account: i64) -> Result<Option<Kept>> {
    let sql = "SELECT secret, made_at, confirmed_at, used_step FROM second_factor WHERE account_id = $1";
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
    let row = |hash: &String| vec![account.into(), hash.clone().into(), salt.into()];
    let rows = hashes.iter().map(row).collect();
    tx.insert_many("INSERT INTO recovery_code (account_id, code_hash, salt)", rows).await
}

/// The salt of an account's recovery codes; a node of the release before keeps it with the secret alone.
pub(super) async fn salt(db: &impl Read, account: i64) -> Result<Option<String>> {
    #[derive(FromRow)]
    struct Row {
        salt: String,
    }
    let sql = "SELECT CASE WHEN c.salt = '' THEN COALESCE(f.code_salt, '') ELSE c.salt END AS salt FROM recovery_code c \
               LEFT JOIN second_factor f ON f.account_id = c.account_id WHERE c.account_id = $1 LIMIT 1";
    let row: Option<Row> = db.row(sql, vec![account.into()]).await?;
    Ok(row.map(|r| r.salt))
}

/// Throws the recovery codes away: no second factor is left that they stand in for.
pub(super) async fn drop_codes(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM recovery_code WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}

/// Recovery codes not used yet.
pub(super) async fn codes_left(db: &impl Read, account: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL";
    db.number(sql, vec![account.into()]).await
}

/// Takes the application's secret away; whether there was a confirmed one.
pub(super) async fn remove(tx: &Tx, account: i64) -> Result<bool> {
    let sql = "DELETE FROM second_factor WHERE account_id = $1 AND confirmed_at IS NOT NULL";
    Ok(tx.exec(sql, vec![account.into()]).await? > 0)
}

/// Keeps that the password was right, or a provider vouched, and the code is still to come.
pub(super) async fn add_pending(
    tx: &Tx,
    token_hash: &str,
    account: i64,
    vouched: Option<Vouched<'_>>,
    until: Moment,
) -> Result<()> {
    // Nobody needs those that ran out; the table stays as small as the sign-ins under way.
    tx.exec("DELETE FROM sign_in_pending WHERE expires_at <= $1", vec![tx.at().micros().into()]).await?;
    tx.exec(
        "INSERT INTO sign_in_pending (token_hash, account_id, provider, provider_session, expires_at) \
         VALUES ($1, $2, $3, $4, $5)",
        vec![
            token_hash.into(),
            account.into(),
            vouched.map(|v| v.provider.to_owned()).into(),
            vouched.and_then(|v| v.session).map(str::to_owned).into(),
            until.micros().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The sign-in under way of a token.
pub(super) async fn pending(db: &impl Read, token_hash: &str, now: Moment) -> Result<Option<Pending>> {
    let sql = "SELECT account_id, provider, provider_session, challenge FROM sign_in_pending WHERE token_hash = $1 AND expires_at > $2";
    db.row(sql, vec![token_hash.into(), now.micros().into()]).await
}

/// Keeps what a passkey's answer is held against.
pub(super) async fn set_challenge(tx: &Tx, token_hash: &str, challenge: &str) -> Result<()> {
    let sql = "UPDATE sign_in_pending SET challenge = $2 WHERE token_hash = $1";
    tx.exec(sql, vec![token_hash.into(), challenge.into()]).await?;
    Ok(())
}

/// Uses up the question whose answer came; false when it was used or asked anew meanwhile.
pub(super) async fn take_challenge(tx: &Tx, token_hash: &str, challenge: &str) -> Result<bool> {
    let sql = "UPDATE sign_in_pending SET challenge = NULL WHERE token_hash = $1 AND challenge = $2";
    Ok(tx.exec(sql, vec![token_hash.into(), challenge.into()]).await? > 0)
}

/// Ends every sign-in under way of an account: one led to a session, or the password is another.
pub(super) async fn drop_pending(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM sign_in_pending WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}
