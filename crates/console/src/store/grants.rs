//! role_grant: a role held for an agency, with dates, perhaps lent by somebody.

use kernel::Day;
use platform::error::{Error, Result};
use platform::journal::Change;
use platform::store::FromRow;
use platform::{Read, Tx};
use serde_json::json;

/// A grant with the names around it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Grant {
    pub id: i64,
    pub account_id: i64,
    pub account_name: String,
    pub role_code: String,
    pub role_name: String,
    pub agency_id: i64,
    pub subtree: bool,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub delegated_by: Option<i64>,
    pub lender: Option<String>,
}

impl Grant {
    /// Its last day.
    pub fn last_day(&self) -> Option<Day> {
        self.valid_to.as_deref().and_then(|d| d.parse().ok())
    }

    /// Whether it is in force on a day.
    pub fn in_force(&self, on: Day) -> bool {
        let day = on.to_string();
        self.valid_from.as_ref().is_none_or(|f| *f <= day) && self.valid_to.as_ref().is_none_or(|t| day <= *t)
    }
}

/// A grant to make.
pub(crate) struct New<'a> {
    pub account_id: i64,
    pub role_code: &'a str,
    pub agency_id: i64,
    pub subtree: bool,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub delegated_by: Option<i64>,
}

const SELECT: &str = "SELECT g.id, g.account_id, a.name AS account_name, g.role_code, \
    r.name AS role_name, g.agency_id, g.subtree, g.valid_from, g.valid_to, g.delegated_by, l.name AS lender \
    FROM role_grant g JOIN account a ON a.id = g.account_id JOIN role r ON r.code = g.role_code \
    LEFT JOIN account l ON l.id = g.delegated_by";

/// The grants of an account that were not ended, past and coming ones too.
pub(crate) async fn of_account(db: &impl Read, account: i64) -> Result<Vec<Grant>> {
    db.rows(
        &format!("{SELECT} WHERE g.account_id = $1 AND g.revoked_at IS NULL ORDER BY g.id"),
        vec![account.into()],
    )
    .await
}

/// What an account lent to others and did not take back.
pub(crate) async fn lent_by(db: &impl Read, account: i64) -> Result<Vec<Grant>> {
    db.rows(
        &format!("{SELECT} WHERE g.delegated_by = $1 AND g.revoked_at IS NULL ORDER BY g.id DESC LIMIT 100"),
        vec![account.into()],
    )
    .await
}

/// One grant that was not ended.
pub(crate) async fn one(db: &impl Read, id: i64) -> Result<Grant> {
    db.row(&format!("{SELECT} WHERE g.id = $1 AND g.revoked_at IS NULL"), vec![id.into()])
        .await?
        .ok_or(Error::NotFound)
}

/// Gives a role; the journal of the receiver tells who lent it, if it is lent.
pub(crate) async fn give(tx: &Tx, new: &New<'_>, reason: Option<&str>) -> Result<i64> {
    let id = tx
        .insert(
            "INSERT INTO role_grant (account_id, role_code, agency_id, subtree, valid_from, valid_to, delegated_by, granted_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            vec![
                new.account_id.into(),
                new.role_code.into(),
                new.agency_id.into(),
                new.subtree.into(),
                new.from.map(|d| d.to_string()).into(),
                new.to.map(|d| d.to_string()).into(),
                new.delegated_by.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    let action = if new.delegated_by.is_some() { "delegate" } else { "grant" };
    let after = json!({
        "grant": id, "role": new.role_code, "agency": new.agency_id, "subtree": new.subtree,
        "valid_from": new.from, "valid_to": new.to, "delegated_by": new.delegated_by,
    });
    tx.journal(Change::of("identity", "account", new.account_id, action).after(after).reason(reason)).await?;
    Ok(id)
}

/// Ends a grant, and what its holder lent of it.
pub(crate) async fn end(tx: &Tx, grant: &Grant) -> Result<()> {
    let ended = tx
        .exec(
            "UPDATE role_grant SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            vec![grant.id.into(), tx.at().micros().into()],
        )
        .await?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    if grant.delegated_by.is_none() {
        tx.exec(
            "UPDATE role_grant SET revoked_at = $4 WHERE delegated_by = $1 AND role_code = $2 AND agency_id = $3 AND revoked_at IS NULL",
            vec![grant.account_id.into(), grant.role_code.clone().into(), grant.agency_id.into(), tx.at().micros().into()],
        )
        .await?;
    }
    let before = json!({"grant": grant.id, "role": grant.role_code, "agency": grant.agency_id, "delegated_by": grant.delegated_by});
    tx.journal(Change::of("identity", "account", grant.account_id, "end_grant").before(before)).await
}

/// Ends everything an account lent to others.
pub(crate) async fn end_lent_by(tx: &Tx, account: i64) -> Result<()> {
    tx.exec(
        "UPDATE role_grant SET revoked_at = $2 WHERE delegated_by = $1 AND revoked_at IS NULL",
        vec![account.into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}
