//! Accounts of staff and citizens, passwords (Argon2id), sessions that can be listed and revoked.

use crate::access::{Grant, Viewer};
use crate::app::App;
use crate::error::{Error, FieldErrors, Result};
use crate::journal::Change;
use crate::store::{Actor, Read, Tx};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use kernel::Moment;
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

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
#[derive(Debug, Clone, FromQueryResult)]
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
}

/// Columns of [`Account`].
pub const ACCOUNT_COLUMNS: &str =
    "id, kind, login, name, email, phone, identity_number, address, agency_id, disabled, verified_at";

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

/// Session lifetime without use, minutes (staff's working day), where no rule is in force.
const IDLE_MINUTES: i64 = 8 * 60;
/// Session lifetime at most, minutes, where no rule is in force.
const ABSOLUTE_MINUTES: i64 = 24 * 60;
/// Nobody can work in sessions shorter than this, whatever is published.
const LEAST_MINUTES: i64 = 5;
/// Shortest password (NIST SP 800-63B-4 for a password alone), where no rule is in force.
pub const MINIMUM_PASSWORD: usize = 15;
/// No rule asks for less.
const LEAST_PASSWORD: usize = 8;
/// Longest password taken.
pub const MAXIMUM_PASSWORD: usize = 256;

/// Hashing takes 19 MiB and tens of milliseconds each: no more at once than there are cores.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Argon2id hash of a password in PHC form.
pub async fn hash_password(password: &str) -> Result<String> {
    let password = password.to_owned();
    let _permit = HASHING.acquire().await.map_err(|e| Error::fault("hashing", e))?;
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|h| h.to_string())
            .map_err(|e| Error::fault("hashing a password", e))
    })
    .await
    .map_err(|e| Error::fault("hashing", e))?
}

pub(crate) async fn verify_password(password: &str, hash: &str) -> Result<bool> {
    let (password, hash) = (password.to_owned(), hash.to_owned());
    let _permit = HASHING.acquire().await.map_err(|e| Error::fault("hashing", e))?;
    tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await
    .map_err(|e| Error::fault("hashing", e))
}

/// The shortest password taken today, in characters.
pub fn minimum_password(app: &App) -> usize {
    let asked = app.profiles().get_or_keep("access.password_min", app.clock.now().day(), MINIMUM_PASSWORD);
    asked.clamp(LEAST_PASSWORD, MAXIMUM_PASSWORD)
}

/// Minutes after which a session without use ends, today.
pub(crate) fn idle_minutes(app: &App, now: Moment) -> i64 {
    app.profiles().get_or_keep("session.idle_minutes", now.day(), IDLE_MINUTES).max(LEAST_MINUTES)
}

/// Minutes after which a session opened now ends, used or not.
pub(crate) fn absolute_minutes(app: &App, now: Moment) -> i64 {
    app.profiles().get_or_keep("session.absolute_minutes", now.day(), ABSOLUTE_MINUTES).max(LEAST_MINUTES)
}

/// Errors of a new password: length only, as NIST SP 800-63B-4 asks (no composition rules).
pub fn check_password(app: &App, errors: &mut FieldErrors, field: &str, password: &str) {
    let length = password.chars().count();
    let minimum = minimum_password(app);
    if length < minimum {
        errors.add_with(field, "identity-password-short", vec![("minimum", minimum.to_string())]);
    } else if length > MAXIMUM_PASSWORD {
        errors.add_with(field, "identity-password-long", vec![("maximum", MAXIMUM_PASSWORD.to_string())]);
    }
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

/// What the database keeps of a token: its SHA-256.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

#[derive(FromQueryResult)]
struct SessionRow {
    session_id: i64,
    seen_at: i64,
    unseen: i64,
    id: i64,
    kind: String,
    login: String,
    name: String,
    agency_id: Option<i64>,
    password_once: bool,
    filters: i64,
}

#[derive(FromQueryResult)]
struct GrantRow {
    role_code: String,
    role_name: String,
    permissions: String,
    agency_id: i64,
    subtree: bool,
}

/// The viewer behind a cookie's token, if its session is alive.
pub async fn viewer(app: &App, token: &str) -> Result<Option<Viewer>> {
    let now = app.clock.now();
    let row: Option<SessionRow> = app
        .store
        .row(
            "SELECT s.id AS session_id, s.seen_at, a.id, a.kind, a.login, a.name, a.agency_id, a.password_once, \
             (SELECT COUNT(*) FROM saved_filter f WHERE f.account_id = a.id) AS filters, \
             (SELECT COUNT(*) FROM notice n WHERE n.account_id = a.id AND NOT n.seen) AS unseen \
             FROM session s JOIN account a ON a.id = s.account_id \
             WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3 AND NOT a.disabled",
            vec![
                token_hash(token).into(),
                now.micros().into(),
                now.plus_minutes(-idle_minutes(app, now)).micros().into(),
            ],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    if now.micros() - row.seen_at > 5 * 60_000_000 {
        // At most every five minutes: reading must not become writing.
        let tx = app.store.housekeeping().await?;
        tx.exec(
            "UPDATE session SET seen_at = $2 WHERE id = $1",
            vec![row.session_id.into(), now.micros().into()],
        )
        .await?;
        tx.commit().await?;
    }
    let grants = if row.kind == "staff" { grants_in_force(app, row.id, now).await? } else { Vec::new() };
    let filters = if row.filters > 0 { crate::saved::of(app, row.id).await? } else { Vec::new() };
    Ok(Some(Viewer {
        account_id: row.id,
        kind: AccountKind::from_code(&row.kind),
        login: row.login,
        name: row.name,
        agency_id: row.agency_id,
        session_id: row.session_id,
        must_change_password: row.password_once,
        filters,
        unseen: row.unseen,
        grants: Viewer::resolve(grants, &app.directory()),
    }))
}

async fn grants_in_force(app: &App, account: i64, now: Moment) -> Result<Vec<Grant>> {
    let today = now.day().to_string();
    let rows: Vec<GrantRow> = app
        .store
        .rows(
            "SELECT g.role_code, r.name AS role_name, r.permissions, g.agency_id, g.subtree FROM role_grant g \
             JOIN role r ON r.code = g.role_code WHERE g.account_id = $1 AND g.revoked_at IS NULL \
             AND (g.valid_from IS NULL OR g.valid_from <= $2) AND (g.valid_to IS NULL OR g.valid_to >= $2) ORDER BY g.id",
            vec![account.into(), today.into()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Grant {
                permissions: serde_json::from_str(&row.permissions)?,
                role: row.role_name,
                role_code: row.role_code,
                agency_id: row.agency_id,
                subtree: row.subtree,
            })
        })
        .collect()
}

/// Ends a session: the viewer's own sign-out, or a revocation from the list of devices.
pub async fn revoke_session(app: &App, by: &Actor, session: i64, account: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    let ended = tx
        .exec(
            "UPDATE session SET revoked_at = $3 WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL",
            vec![session.into(), account.into(), tx.at().micros().into()],
        )
        .await?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    tx.journal(
        Change::of("identity", "account", account, "sign_out").after(serde_json::json!({"session": session})),
    )
    .await?;
    tx.commit().await
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
    tx.exec("UPDATE account SET password_once = TRUE WHERE id = $1", vec![account.into()]).await?;
    Ok(())
}

async fn put_password(tx: &Tx, account: i64, password_hash: &str, once: bool) -> Result<()> {
    tx.exec(
        "UPDATE account SET password_hash = $2, password_once = $3 WHERE id = $1",
        vec![account.into(), password_hash.into(), once.into()],
    )
    .await?;
    crate::sign_in::forget_tries(tx, account).await?;
    tx.exec(
        "UPDATE session SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL",
        vec![account.into(), tx.at().micros().into()],
    )
    .await?;
    let change = Change::of("identity", "account", account, "set_password");
    tx.journal(if once { change.after(serde_json::json!({"one_time": true})) } else { change }).await
}

/// One account by id.
pub async fn account(db: &impl Read, id: i64) -> Result<Account> {
    db.row(&format!("SELECT {ACCOUNT_COLUMNS} FROM account WHERE id = $1"), vec![id.into()])
        .await?
        .ok_or(Error::NotFound)
}

/// One account by its sign-in name.
pub async fn account_by_login(db: &impl Read, login: &str) -> Result<Option<Account>> {
    db.row(&format!("SELECT {ACCOUNT_COLUMNS} FROM account WHERE login = $1"), vec![login.into()]).await
}

/// A member of staff who holds a role at an agency.
#[derive(Debug, Clone, FromQueryResult)]
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
