//! Accounts of staff and citizens, and the roles they hold; their passwords and sessions stand beside.

use crate::error::{Error, FieldErrors, Result};
use crate::journal::Change;
use crate::store::FromRow;
use crate::store::{Read, Tx};

/// The kind of references to citizens' accounts, of `reference`.
pub const REFERENCE: &str = "citizen";

pub use crate::password::{Owner, check_password, hash_password, minimum_password};
pub use crate::session::{revoke_session, token_hash, viewer};
pub use crate::sign_in::sign_in;

/// Kinds of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// An official of an agency.
    Staff,
    /// A citizen or firm.
    Citizen,
}

impl AccountKind {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            AccountKind::Staff => "staff",
            AccountKind::Citizen => "citizen",
        }
    }

    pub(crate) fn from_code(code: &str) -> AccountKind {
        if code == "staff" { AccountKind::Staff } else { AccountKind::Citizen }
    }
}

/// An account as pages and other slices may see it.
#[derive(Debug, Clone, FromRow)]
pub struct Account {
    /// Id.
    pub id: i64,
    /// staff or citizen.
    pub kind: String,
    /// Sign-in name (citizens: identity number, e-mail or phone).
    pub login: String,
    /// Full name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Identity number of a citizen.
    pub identity_number: Option<String>,
    /// Address of a citizen.
    pub address: Option<String>,
    /// Agency of a member of staff.
    pub agency_id: Option<i64>,
    /// Cannot sign in.
    pub disabled: bool,
    /// When a member of staff compared the person with the account, microseconds; none: nobody has.
    pub verified_at: Option<i64>,
    /// A provider opened it, and nobody knows its password until its owner sets one.
    pub password_unset: bool,
    /// When the person was taken out of it at their own request, microseconds.
    pub erased_at: Option<i64>,
}

/// Columns of [`Account`].
pub const ACCOUNT_COLUMNS: &str = "id, kind, login, name, email, phone, identity_number, address, agency_id, disabled, verified_at, password_unset, erased_at";

/// What is needed to open an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Staff or citizen.
    pub kind: AccountKind,
    /// Sign-in name, unique.
    pub login: String,
    /// Full name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Identity number.
    pub identity_number: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Agency (staff).
    pub agency_id: Option<i64>,
}

/// Whether a text may be the sign-in name of a member of staff: at least three of a-z, 0-9 and `.-_@`.
pub fn is_login(text: &str) -> bool {
    text.len() >= 3
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@".contains(c))
}

/// Opens an account; a taken sign-in name is a field error of `login`.
pub async fn create_account(tx: &Tx, new: &NewAccount, password_hash: &str) -> Result<i64> {
    let login = new.login.trim().to_lowercase();
    let taken =
        tx.number("SELECT COUNT(*) FROM account WHERE login = $1", vec![login.clone().into()]).await?;
    if taken > 0 {
        let mut errors = FieldErrors::new();
        errors.add("login", "identity-login-taken");
        return Err(Error::Invalid(errors));
    }
    let id = tx
        .insert(
            "INSERT INTO account (kind, login, name, folded_name, email, phone, identity_number, address, agency_id, \
             password_hash, disabled, failures, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE, 0, $11)",
            vec![
                new.kind.code().into(),
                login.clone().into(),
                new.name.clone().into(),
                kernel::text::fold(&new.name).into(),
                new.email.clone().into(),
                new.phone.clone().into(),
                new.identity_number.clone().into(),
                new.address.clone().into(),
                new.agency_id.into(),
                password_hash.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    tx.journal(
        Change::of("identity", "account", id, "open")
            .after(serde_json::json!({"kind": new.kind.code(), "login": login, "name": new.name, "agency": new.agency_id})),
    )
    .await?;
    Ok(id)
}

/// Grants a role to an account for an agency.
pub async fn grant_role(tx: &Tx, account: i64, role: &str, agency: i64, subtree: bool) -> Result<i64> {
    let id = tx
        .insert(
            "INSERT INTO role_grant (account_id, role_code, agency_id, subtree, granted_at) VALUES ($1, $2, $3, $4, $5)",
            vec![account.into(), role.into(), agency.into(), subtree.into(), tx.at().micros().into()],
        )
        .await?;
    tx.journal(
        Change::of("identity", "account", account, "grant")
            .after(serde_json::json!({"role": role, "agency": agency, "subtree": subtree})),
    )
    .await?;
    Ok(id)
}

/// Sets the password its owner chose and ends every session of the account.
pub async fn set_password(tx: &Tx, account: i64, password_hash: &str) -> Result<()> {
    put_password(tx, account, password_hash, false).await
}

/// Sets a password that somebody else made: every session ends, and its owner must change it at the next sign-in.
pub async fn set_one_time_password(tx: &Tx, account: i64, password_hash: &str) -> Result<()> {
    put_password(tx, account, password_hash, true).await
}

/// Marks the password of a new account as made by somebody else: to be changed at the first sign-in.
pub async fn demand_change(tx: &Tx, account: i64) -> Result<()> {
    let sql = "UPDATE account SET password_once = TRUE, password_once_at = $2 WHERE id = $1";
    tx.exec(sql, vec![account.into(), tx.at().micros().into()]).await?;
    Ok(())
}

/// Notes that nobody knows the password of a new account, its owner included.
pub(crate) async fn leave_password_unset(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("UPDATE account SET password_unset = TRUE WHERE id = $1", vec![account.into()]).await?;
    Ok(())
}

async fn put_password(tx: &Tx, account: i64, password_hash: &str, once: bool) -> Result<()> {
    tx.exec(
        "UPDATE account SET password_hash = $2, password_once = $3, password_once_at = $4, password_unset = FALSE \
         WHERE id = $1",
        vec![account.into(), password_hash.into(), once.into(), once.then(|| tx.at().micros()).into()],
    )
    .await?;
    crate::sign_in::forget_tries(tx, account).await?;
    crate::session::end_all(tx, account, None).await?;
    crate::second_factor::forget(tx, account).await?;
    if !once {
        crate::alerts::tell(tx, account, crate::alerts::Alert::Password, "").await?;
    }
    let change = Change::of("identity", "account", account, "set_password");
    tx.journal(if once { change.after(serde_json::json!({"one_time": true})) } else { change }).await
}

/// One account by id.
pub async fn account(db: &impl Read, id: i64) -> Result<Account> {
    db.row(&format!("SELECT {ACCOUNT_COLUMNS} FROM account WHERE id = $1"), vec![id.into()])
        .await?
        .ok_or(Error::NotFound)
}

/// The name of a member of staff; none where there is no such, or it is a citizen: ids are easily guessed.
pub async fn staff_name(db: &impl Read, id: i64) -> Result<Option<String>> {
    let sql = "SELECT name FROM account WHERE id = $1 AND kind = 'staff'";
    let found: Option<(String,)> = db.row(sql, vec![id.into()]).await?;
    Ok(found.map(|(name,)| name))
}

/// One account by its sign-in name.
pub async fn account_by_login(db: &impl Read, login: &str) -> Result<Option<Account>> {
    db.row(&format!("SELECT {ACCOUNT_COLUMNS} FROM account WHERE login = $1"), vec![login.into()]).await
}

/// A member of staff who holds a role at an agency.
#[derive(Debug, Clone, FromRow)]
pub struct Holder {
    /// Agency the role is held for.
    pub agency_id: i64,
    /// Account.
    pub account_id: i64,
    /// Name.
    pub name: String,
}

/// Everybody who holds a role today, by agency.
pub async fn holders(db: &impl Read, role: &str, on: kernel::Day) -> Result<Vec<Holder>> {
    db.rows(
        "SELECT g.agency_id, a.id AS account_id, a.name FROM role_grant g JOIN account a ON a.id = g.account_id \
         WHERE g.role_code = $1 AND g.revoked_at IS NULL AND NOT a.disabled \
         AND (g.valid_from IS NULL OR g.valid_from <= $2) AND (g.valid_to IS NULL OR g.valid_to >= $2) \
         ORDER BY g.agency_id, a.id",
        vec![role.into(), on.to_string().into()],
    )
    .await
}
