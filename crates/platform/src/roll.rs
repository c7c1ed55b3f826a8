//! The roll of staff by sign-in name, for the command line: the operator's way in when nobody can sign in.

use crate::error::{Error, Result};
use crate::identity::{ACCOUNT_COLUMNS, Account};
use crate::journal::Change;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use serde_json::json;

#[derive(FromRow)]
struct Code {
    code: String,
}

/// A role held for an agency.
#[derive(Debug, Clone, FromRow)]
pub struct Held {
    /// Code of the role.
    pub role_code: String,
    /// Agency it is held for.
    pub agency_id: i64,
    /// With the agencies below.
    pub subtree: bool,
}

/// All accounts of staff, by sign-in name.
pub async fn staff(db: &impl Read) -> Result<Vec<Account>> {
    db.rows(&format!("SELECT {ACCOUNT_COLUMNS} FROM account WHERE kind = 'staff' ORDER BY login"), vec![])
        .await
}

/// How many accounts of staff may sign in.
pub async fn active_staff(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM account WHERE kind = 'staff' AND NOT disabled", vec![]).await
}

/// An account of staff by its sign-in name.
pub async fn by_login(db: &impl Read, login: &str) -> Result<Option<Account>> {
    db.row(
        &format!("SELECT {ACCOUNT_COLUMNS} FROM account WHERE login = $1 AND kind = 'staff'"),
        vec![login.trim().to_lowercase().into()],
    )
    .await
}

/// Codes of all roles.
pub async fn roles(db: &impl Read) -> Result<Vec<String>> {
    let rows: Vec<Code> = db.rows("SELECT code FROM role ORDER BY id", vec![]).await?;
    Ok(rows.into_iter().map(|r| r.code).collect())
}

/// The roles of an account that were not ended.
pub async fn held(db: &impl Read, account: i64) -> Result<Vec<Held>> {
    db.rows(
        "SELECT role_code, agency_id, subtree FROM role_grant WHERE account_id = $1 AND revoked_at IS NULL ORDER BY id",
        vec![account.into()],
    )
    .await
}

/// Closes or opens an account; closing ends its sessions and what it lent. Whether anything changed.
pub async fn set_disabled(tx: &Tx, account: i64, disabled: bool) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE account SET disabled = $2, failures = 0, locked_until = NULL WHERE id = $1 AND disabled <> $2",
            vec![account.into(), disabled.into()],
        )
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    if disabled {
        tx.exec(
            "UPDATE session SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL",
            vec![account.into(), tx.at().micros().into()],
        )
        .await?;
        tx.exec(
            "UPDATE role_grant SET revoked_at = $2 WHERE delegated_by = $1 AND revoked_at IS NULL",
            vec![account.into(), tx.at().micros().into()],
        )
        .await?;
    }
    let change = Change::of("identity", "account", account, if disabled { "disable" } else { "enable" });
    tx.journal(change.before(json!({"disabled": !disabled})).after(json!({"disabled": disabled}))).await?;
    Ok(true)
}

/// Ends every grant of a role for an agency that an account holds, and what it lent of it.
///
/// # Errors
/// [`Error::NotFound`] when it holds none.
pub async fn revoke(tx: &Tx, account: i64, role: &str, agency: i64) -> Result<()> {
    let ended = tx
        .exec(
            "UPDATE role_grant SET revoked_at = $4 WHERE account_id = $1 AND role_code = $2 AND agency_id = $3 \
             AND revoked_at IS NULL",
            vec![account.into(), role.into(), agency.into(), tx.at().micros().into()],
        )
        .await?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    tx.exec(
        "UPDATE role_grant SET revoked_at = $4 WHERE delegated_by = $1 AND role_code = $2 AND agency_id = $3 \
         AND revoked_at IS NULL",
        vec![account.into(), role.into(), agency.into(), tx.at().micros().into()],
    )
    .await?;
    let before = json!({"role": role, "agency": agency});
    tx.journal(Change::of("identity", "account", account, "end_grant").before(before)).await
}
