//! account, session.

use platform::error::{Error, Result};
use platform::journal::Change;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use serde_json::json;

/// An account of the list.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Row {
    pub id: i64,
    pub kind: String,
    pub login: String,
    pub name: String,
    pub agency_id: Option<i64>,
    pub disabled: bool,
    pub locked_until: Option<i64>,
    pub signed_in_at: Option<i64>,
    pub grants: i64,
}

const COLUMNS: &str = "a.id, a.kind, a.login, a.name, a.agency_id, a.disabled, a.signed_in_at, \
    (SELECT MAX(t.locked_until) FROM sign_in_try t WHERE t.account_id = a.id) AS locked_until, \
    (SELECT COUNT(*) FROM role_grant g WHERE g.account_id = a.id AND g.revoked_at IS NULL) AS grants";

/// The list of accounts.
pub(crate) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "ten", sql: "a.folded_name", number: false },
        SortKey { name: "dang-nhap", sql: "a.login", number: false },
        SortKey { name: "lan-cuoi", sql: "COALESCE(a.signed_in_at, 0)", number: true },
    ];
    ListQuery::new(COLUMNS, "account a", "a.id", &SORTS)
}

/// A member of staff who may still sign in, by sign-in name.
pub(crate) async fn staff_by_login(db: &impl Read, login: &str) -> Result<Option<Row>> {
    db.row(
        &format!(
            "SELECT {COLUMNS} FROM account a WHERE a.login = $1 AND a.kind = 'staff' AND NOT a.disabled"
        ),
        vec![login.trim().to_lowercase().into()],
    )
    .await
}

/// Members of staff who may still sign in, by their whole name, with or without tone marks.
pub(crate) async fn staff_by_name(db: &impl Read, name: &str) -> Result<Vec<Row>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM account a WHERE a.folded_name = $1 AND a.kind = 'staff' AND NOT a.disabled ORDER BY a.id LIMIT 3"
        ),
        vec![kernel::text::fold(name.trim()).into()],
    )
    .await
}

/// Closes or opens an account; closing ends its sessions and what it lent to others.
pub(crate) async fn set_disabled(tx: &Tx, id: i64, disabled: bool, reason: Option<&str>) -> Result<()> {
    let changed = tx
        .exec(
            "UPDATE account SET disabled = $2, opened_at = $3 WHERE id = $1 AND disabled <> $2",
            vec![id.into(), disabled.into(), tx.at().micros().into()],
        )
        .await?;
    if changed == 0 {
        return Err(Error::Changed(Vec::new()));
    }
    platform::sign_in::forget_tries(tx, id).await?;
    if disabled {
        end_sessions(tx, id).await?;
        super::grants::end_lent_by(tx, id).await?;
    }
    let change = Change::of("identity", "account", id, if disabled { "disable" } else { "enable" });
    tx.journal(
        change.before(json!({"disabled": !disabled})).after(json!({"disabled": disabled})).reason(reason),
    )
    .await
}

/// Ends every session of an account.
pub(crate) async fn end_sessions(tx: &Tx, id: i64) -> Result<()> {
    tx.exec(
        "UPDATE session SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL",
        vec![id.into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}
