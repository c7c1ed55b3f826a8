//! A citizen's way back into the account: a one-time link, of which the database keeps the hash; and the identity check at
//! a counter that makes an account a verified one.

use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::identity::{self, ACCOUNT_COLUMNS, Account, token_hash};
use crate::journal::Change;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::Moment;
use serde_json::json;

/// Minutes a link is good for, where no rule says.
const MINUTES: i64 = 60;
/// Links one account gets in a day, where no rule says.
const A_DAY: i64 = 5;

/// The citizen's account of a sign-in name, if there is one that can sign in.
pub async fn citizen(db: &impl Read, login: &str) -> Result<Option<Account>> {
    let login = kernel::text::nfc(login.trim()).to_lowercase();
    let sql = format!(
        "SELECT {ACCOUNT_COLUMNS} FROM account WHERE login = $1 AND kind = 'citizen' AND NOT disabled"
    );
    db.row(&sql, vec![login.into()]).await
}

/// Makes a one-time link's token for an account; none when the account had its links for a day.
/// `staff` tells that a member of staff asked for it, having checked the person's papers.
pub async fn begin(app: &App, tx: &Tx, account: i64, staff: bool) -> Result<Option<String>> {
    let profiles = app.profiles();
    let minutes = profiles.get_or("accounts.recovery_minutes", tx.at().day(), MINUTES)?;
    let a_day = profiles.get_or("accounts.recovery_a_day", tx.at().day(), A_DAY)?;
    let made = "SELECT COUNT(*) FROM recovery WHERE account_id = $1 AND made_at > $2";
    let since = tx.at().plus_minutes(-24 * 60).micros();
    if tx.number(made, vec![account.into(), since.into()]).await? >= a_day {
        return Ok(None);
    }
    let token = app.random.token();
    tx.exec(
        "INSERT INTO recovery (token_hash, account_id, made_at, expires_at) VALUES ($1, $2, $3, $4)",
        vec![
            token_hash(&token).into(),
            account.into(),
            tx.at().micros().into(),
            tx.at().plus_minutes(minutes).micros().into(),
        ],
    )
    .await?;
    let action = if staff { "recovery_staff" } else { "recovery_ask" };
    tx.journal(Change::of("identity", "account", account, action)).await?;
    Ok(Some(token))
}

/// The account a link leads to, while the link is good.
///
/// # Errors
/// A refusal for a link that was used, has run out, or never was one: all alike.
pub async fn account_of(db: &impl Read, token: &str, now: Moment) -> Result<Account> {
    #[derive(FromRow)]
    struct Found {
        account_id: i64,
    }
    let sql = "SELECT account_id FROM recovery WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
    let found: Option<Found> = db.row(sql, vec![token_hash(token).into(), now.micros().into()]).await?;
    let gone = || Error::Refused(Refusal::new("identity-recovery-gone").status(410));
    let account = identity::account(db, found.ok_or_else(gone)?.account_id).await?;
    if account.disabled { Err(gone()) } else { Ok(account) }
}

/// Sets the new password by a link, which is used up with all others of the account; every session ends.
pub async fn finish(tx: &Tx, token: &str, password_hash: &str) -> Result<()> {
    let account = account_of(tx, token, tx.at()).await?;
    let taken = tx
        .exec(
            "UPDATE recovery SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL",
            vec![token_hash(token).into(), tx.at().micros().into()],
        )
        .await?;
    if taken == 0 {
        return Err(Refusal::new("identity-recovery-gone").status(410).into());
    }
    tx.exec(
        "UPDATE recovery SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL",
        vec![account.id.into(), tx.at().micros().into()],
    )
    .await?;
    identity::set_password(tx, account.id, password_hash).await
}

/// Keeps that a member of staff has compared the person and the papers with the account.
pub async fn verify(tx: &Tx, account: i64) -> Result<()> {
    tx.exec(
        "UPDATE account SET verified_at = $2 WHERE id = $1",
        vec![account.into(), tx.at().micros().into()],
    )
    .await?;
    let after = json!({"account_verified": tx.at().vn()});
    tx.journal(Change::of("identity", "account", account, "account_verify").after(after)).await
}
