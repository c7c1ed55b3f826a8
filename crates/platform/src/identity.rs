//! Accounts of staff and citizens, passwords (Argon2id), lock-out with back-off, sessions that can be listed and revoked.

use crate::access::{Grant, Viewer};
use crate::app::App;
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::journal::Change;
use crate::store::{Actor, Read, Tx};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use kernel::Moment;
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

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

    fn from_code(code: &str) -> AccountKind {
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

/// Session lifetime without use, minutes (staff's working day; a profile row overrides it).
pub(crate) const IDLE_MINUTES: i64 = 8 * 60;
/// Session lifetime at most, minutes.
const ABSOLUTE_MINUTES: i64 = 24 * 60;
/// Shortest password (NIST SP 800-63B-4 for a password alone).
pub const MINIMUM_PASSWORD: usize = 15;
/// Longest password taken.
pub const MAXIMUM_PASSWORD: usize = 256;
/// Wrong tries before waiting begins.
const FREE_TRIES: i64 = 5;

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

/// Errors of a new password: length only, as NIST SP 800-63B-4 asks (no composition rules).
pub fn check_password(errors: &mut FieldErrors, field: &str, password: &str) {
    let length = password.chars().count();
    if length < MINIMUM_PASSWORD {
        errors.add_with(field, "identity-password-short", vec![("minimum", MINIMUM_PASSWORD.to_string())]);
    } else if length > MAXIMUM_PASSWORD {
        errors.add_with(field, "identity-password-long", vec![("maximum", MAXIMUM_PASSWORD.to_string())]);
    }
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

#[derive(FromQueryResult)]
struct Credentials {
    id: i64,
    name: String,
    kind: String,
    agency_id: Option<i64>,
    password_hash: String,
    disabled: bool,
    failures: i64,
    locked_until: Option<i64>,
}

/// Signs in by name and password; the token for the cookie.
///
/// Wrong name and wrong password answer alike and take alike long; after five wrong tries each further one waits twice as long, to an hour.
pub async fn sign_in(
    app: &App,
    login: &str,
    password: &str,
    address: &str,
    agent: &str,
) -> Result<(String, AccountKind)> {
    let login = kernel::text::nfc(login.trim()).to_lowercase();
    let found: Option<Credentials> = app
        .store
        .row(
            "SELECT id, name, kind, agency_id, password_hash, disabled, failures, locked_until FROM account WHERE login = $1",
            vec![login.clone().into()],
        )
        .await?;
    let now = app.clock.now();
    let wrong = || Error::Refused(Refusal::new("identity-wrong").status(401));
    let Some(found) = found else {
        // As slow as a known name, so that names cannot be probed.
        verify_password(password, DUMMY_HASH).await?;
        return Err(wrong());
    };
    if let Some(until) = found.locked_until.filter(|until| *until > now.micros()) {
        let minutes = (until - now.micros()) / 60_000_000 + 1;
        return Err(Refusal::new("identity-locked").arg("minutes", minutes).status(429).into());
    }
    let right =
        password.len() <= MAXIMUM_PASSWORD * 4 && verify_password(password, &found.password_hash).await?;
    if !right || found.disabled {
        note_failure(app, &found, now).await?;
        return Err(wrong());
    }
    let kind = AccountKind::from_code(&found.kind);
    let token = open_session(app, &found, address, agent).await?;
    Ok((token, kind))
}

/// Hash of a random password nobody knows, made with the default cost.
const DUMMY_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Wj0Q0Jv0m1nYQm8W8nq1w0YkqkSxQmX3o0dJ3p1c4rE";

async fn note_failure(app: &App, account: &Credentials, now: Moment) -> Result<()> {
    let failures = account.failures + 1;
    let wait = (failures >= FREE_TRIES).then(|| 1i64 << (failures - FREE_TRIES).clamp(0, 6));
    let tx = app.store.write(&Actor::public("?")).await?;
    tx.exec(
        "UPDATE account SET failures = $2, locked_until = $3 WHERE id = $1",
        vec![
            account.id.into(),
            failures.into(),
            wait.map(|minutes| now.plus_minutes(minutes.min(60)).micros()).into(),
        ],
    )
    .await?;
    tx.journal(
        Change::of("identity", "account", account.id, "sign_in_failed")
            .after(serde_json::json!({"failures": failures})),
    )
    .await?;
    tx.commit().await
}

async fn open_session(app: &App, account: &Credentials, address: &str, agent: &str) -> Result<String> {
    let token = app.random.token();
    let now = app.clock.now();
    let by = Actor {
        kind: if account.kind == "staff" {
            crate::store::ActorKind::Staff
        } else {
            crate::store::ActorKind::Citizen
        },
        account_id: Some(account.id),
        name: account.name.clone(),
        unit_id: account.agency_id,
    };
    let tx = app.store.write(&by).await?;
    tx.exec(
        "UPDATE account SET failures = 0, locked_until = NULL, signed_in_at = $2 WHERE id = $1",
        vec![account.id.into(), now.micros().into()],
    )
    .await?;
    tx.insert(
        "INSERT INTO session (token_hash, account_id, address, agent, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            token_hash(&token).into(),
            account.id.into(),
            address.into(),
            agent.chars().take(200).collect::<String>().into(),
            now.micros().into(),
            now.micros().into(),
            now.plus_minutes(ABSOLUTE_MINUTES).micros().into(),
        ],
    )
    .await?;
    tx.journal(
        Change::of("identity", "account", account.id, "sign_in")
            .after(serde_json::json!({"address": address})),
    )
    .await?;
    tx.commit().await?;
    Ok(token)
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
            "SELECT s.id AS session_id, s.seen_at, a.id, a.kind, a.login, a.name, a.agency_id, \
             (SELECT COUNT(*) FROM notice n WHERE n.account_id = a.id AND NOT n.seen) AS unseen \
             FROM session s JOIN account a ON a.id = s.account_id \
             WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3 AND NOT a.disabled",
            vec![
                token_hash(token).into(),
                now.micros().into(),
                now.plus_minutes(-IDLE_MINUTES).micros().into(),
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
    Ok(Some(Viewer {
        account_id: row.id,
        kind: AccountKind::from_code(&row.kind),
        login: row.login,
        name: row.name,
        agency_id: row.agency_id,
        session_id: row.session_id,
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

/// Sets a new password and ends every session of the account.
pub async fn set_password(tx: &Tx, account: i64, password_hash: &str) -> Result<()> {
    tx.exec(
        "UPDATE account SET password_hash = $2, failures = 0, locked_until = NULL WHERE id = $1",
        vec![account.into(), password_hash.into()],
    )
    .await?;
    tx.exec(
        "UPDATE session SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL",
        vec![account.into(), tx.at().micros().into()],
    )
    .await?;
    tx.journal(Change::of("identity", "account", account, "set_password")).await
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
