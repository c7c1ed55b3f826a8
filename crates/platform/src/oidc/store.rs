//! provider_try, provider_link, provider_ended; the sessions that a provider opened.

use crate::error::Result;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::Moment;

/// Somebody under way to a provider, or back from it.
#[derive(FromRow)]
pub(super) struct Try {
    /// Code of the provider.
    pub provider: String,
    /// What the ID token must carry.
    pub nonce: String,
    /// What the code's exchange must bring (PKCE).
    pub verifier: String,
    /// Page to go on to.
    pub back: String,
    /// Who is signed in already and links; none for signing in.
    pub account_id: Option<i64>,
    /// What the provider told, as JSON, while the person chooses.
    pub told: Option<String>,
    /// Empty to sign in or to link; [`PROVE`] to show that the owner of the account is still there.
    pub purpose: String,
    /// Until when an answer is taken, microseconds.
    pub expires_at: i64,
}

/// The purpose of who is sent to a provider in place of being asked for the password.
pub(super) const PROVE: &str = "prove";

/// The hashes by which a try is found again: of what the address carries, and of what the browser keeps.
pub(super) struct Keys {
    /// Hash of the state.
    pub state: String,
    /// Hash of the cookie.
    pub browser: String,
}

/// A link between a provider's person and an account.
#[derive(Debug, Clone, FromRow)]
pub struct Link {
    /// Id.
    pub id: i64,
    /// Whom the provider signs in, and its issuer.
    pub realm: String,
    /// Account.
    pub account_id: i64,
    /// What administrators linked.
    pub claim: Option<String>,
    /// Who it is there, since the first sign-in.
    pub subject: Option<String>,
    /// Since when, microseconds.
    pub made_at: i64,
    /// When it last opened a session.
    pub used_at: Option<i64>,
}

pub(super) async fn add_try(tx: &Tx, keys: &Keys, new: &Try) -> Result<()> {
    // Nobody comes back to those that ran out; the table stays as small as the sign-ins under way.
    tx.exec("DELETE FROM provider_try WHERE expires_at <= $1", vec![tx.at().micros().into()]).await?;
    tx.exec(
        "INSERT INTO provider_try (state_hash, browser_hash, provider, nonce, verifier, back, account_id, told, expires_at, \
         purpose) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        vec![
            keys.state.clone().into(),
            keys.browser.clone().into(),
            new.provider.clone().into(),
            new.nonce.clone().into(),
            new.verifier.clone().into(),
            new.back.clone().into(),
            new.account_id.into(),
            new.told.clone().into(),
            new.expires_at.into(),
            new.purpose.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

const TRY: &str = "provider, nonce, verifier, back, account_id, told, purpose, expires_at";

/// Takes a try out: of two answers to one, one finds it.
pub(super) async fn take_try(tx: &Tx, keys: &Keys) -> Result<Option<Try>> {
    let sql = format!(
        "DELETE FROM provider_try WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > $3 RETURNING {TRY}"
    );
    tx.row(&sql, vec![keys.state.clone().into(), keys.browser.clone().into(), tx.at().micros().into()]).await
}

/// Looks at a try without taking it.
pub(super) async fn look(db: &impl Read, keys: &Keys, now: Moment) -> Result<Option<Try>> {
    let sql = format!(
        "SELECT {TRY} FROM provider_try WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > $3"
    );
    db.row(&sql, vec![keys.state.clone().into(), keys.browser.clone().into(), now.micros().into()]).await
}

const LINK: &str = "SELECT id, realm, account_id, claim, subject, made_at, used_at FROM provider_link";

pub(super) async fn by_subject(db: &impl Read, realm: &str, subject: &str) -> Result<Option<Link>> {
    let sql = format!("{LINK} WHERE realm = $1 AND subject = $2 AND ended_at IS NULL");
    db.row(&sql, vec![realm.into(), subject.into()]).await
}

pub(super) async fn by_claim(db: &impl Read, realm: &str, claim: &str) -> Result<Option<Link>> {
    let sql = format!("{LINK} WHERE realm = $1 AND claim = $2 AND ended_at IS NULL");
    db.row(&sql, vec![realm.into(), claim.into()]).await
}

/// The links of an account.
pub async fn of_account(db: &impl Read, account: i64) -> Result<Vec<Link>> {
    db.rows(&format!("{LINK} WHERE account_id = $1 AND ended_at IS NULL ORDER BY id"), vec![account.into()])
        .await
}

/// Keeps a link; false when the account has one with this provider already, or somebody else has this one.
pub(super) async fn add_link(
    tx: &Tx,
    realm: &str,
    account: i64,
    claim: Option<&str>,
    subject: Option<&str>,
) -> Result<bool> {
    let added = tx
        .exec(
            "INSERT INTO provider_link (realm, account_id, claim, subject, made_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
            vec![
                realm.into(),
                account.into(),
                claim.map(str::to_owned).into(),
                subject.map(str::to_owned).into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok(added > 0)
}

/// Notes who a linked person is at the provider; false when somebody was quicker.
pub(super) async fn set_subject(tx: &Tx, link: i64, subject: &str) -> Result<bool> {
    let sql = "UPDATE provider_link SET subject = $2 WHERE id = $1 AND subject IS NULL AND ended_at IS NULL";
    Ok(tx.exec(sql, vec![link.into(), subject.into()]).await? > 0)
}

pub(super) async fn mark_used(tx: &Tx, realm: &str, subject: &str) -> Result<()> {
    let sql = "UPDATE provider_link SET used_at = $3 WHERE realm = $1 AND subject = $2 AND ended_at IS NULL";
    tx.exec(sql, vec![realm.into(), subject.into(), tx.at().micros().into()]).await?;
    Ok(())
}

/// Ends a link of an account, and the sessions that it opened; false when there is none such.
pub(super) async fn end_link(tx: &Tx, account: i64, link: i64) -> Result<bool> {
    let sql = "UPDATE provider_link SET ended_at = $3 WHERE id = $1 AND account_id = $2 AND ended_at IS NULL";
    Ok(tx.exec(sql, vec![link.into(), account.into(), tx.at().micros().into()]).await? > 0)
}

/// Ends the sessions of an account that a provider opened, but the one to keep.
pub(super) async fn end_sessions(tx: &Tx, account: i64, provider: &str, keep: Option<i64>) -> Result<()> {
    let sql = "UPDATE session SET revoked_at = $3 \
               WHERE account_id = $1 AND provider = $2 AND revoked_at IS NULL AND id <> $4";
    tx.exec(
        sql,
        vec![account.into(), provider.into(), tx.at().micros().into(), keep.unwrap_or_default().into()],
    )
    .await?;
    Ok(())
}

/// A session that ended because its provider said so.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(super) struct EndedSession {
    pub id: i64,
    pub account_id: i64,
}

/// Notes what a provider told by its hash; false when it told it before. Those nobody can tell again are forgotten.
pub(super) async fn first_told(
    tx: &Tx,
    provider: &str,
    token_hash: &str,
    now: Moment,
    until: Moment,
) -> Result<bool> {
    let sql = "DELETE FROM provider_ended WHERE expires_at <= $1";
    tx.exec_unmarked(sql, vec![now.micros().into()]).await?;
    let sql = "INSERT INTO provider_ended (provider, token_hash, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let values = vec![provider.into(), token_hash.into(), until.micros().into()];
    Ok(tx.exec_unmarked(sql, values).await? > 0)
}

/// Ends the sessions that a provider's session opened; those of the account whose provider named no session, or all of it
/// where none is named now.
pub(super) async fn end_told(
    tx: &Tx,
    provider: &str,
    session: Option<&str>,
    account: Option<i64>,
) -> Result<Vec<EndedSession>> {
    let sql = "UPDATE session SET revoked_at = $4 WHERE provider = $1 AND revoked_at IS NULL \
               AND (provider_session = $2 OR (account_id = $3 AND (provider_session IS NULL OR $2 IS NULL))) \
               RETURNING id, account_id";
    let values =
        vec![provider.into(), session.map(str::to_owned).into(), account.into(), tx.at().micros().into()];
    tx.rows(sql, values).await
}

/// Ends the sign-ins under way of the same, which wait for a code.
pub(super) async fn drop_waiting(
    tx: &Tx,
    provider: &str,
    session: Option<&str>,
    account: Option<i64>,
) -> Result<()> {
    let sql = "DELETE FROM sign_in_pending WHERE provider = $1 \
               AND (provider_session = $2 OR (account_id = $3 AND (provider_session IS NULL OR $2 IS NULL)))";
    tx.exec_unmarked(sql, vec![provider.into(), session.map(str::to_owned).into(), account.into()]).await?;
    Ok(())
}

/// A citizen's account that claims an identity number.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(super) struct Claimant {
    pub id: i64,
    pub verified_at: Option<i64>,
    pub disabled: bool,
}

/// Every citizen's account with an identity number, those compared with the person first.
pub(super) async fn claimants(db: &impl Read, number: &str) -> Result<Vec<Claimant>> {
    db.rows(
        "SELECT id, verified_at, disabled FROM account WHERE kind = 'citizen' AND (identity_number = $1 OR login = $1) \
         ORDER BY CASE WHEN verified_at IS NULL THEN 1 ELSE 0 END, id",
        vec![number.into()],
    )
    .await
}
