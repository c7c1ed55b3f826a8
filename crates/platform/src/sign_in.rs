//! Signing in by name and password: tries counted before they are made, waiting that doubles, the session that opens,
//! or the code that is asked for first.

use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::journal::Change;
use crate::password::{MAXIMUM_PASSWORD, hash_password, is_outdated, verify_password};
use crate::session::{absolute_minutes, token_hash};
use crate::store::FromRow;
use crate::store::{Actor, ActorKind, Read, Tx};
use crate::{agent, second_factor};
use serde::Deserialize;

/// An account as signing in needs it.
#[derive(FromRow)]
pub(crate) struct Credentials {
    id: i64,
    pub(crate) login: String,
    name: String,
    pub(crate) kind: String,
    agency_id: Option<i64>,
    password_hash: String,
    password_once: bool,
    password_once_at: Option<i64>,
    pub(crate) disabled: bool,
}

impl Credentials {
    /// The account's owner, as the one who acts.
    pub(crate) fn actor(&self) -> Actor {
        Actor {
            kind: if self.kind == "staff" { ActorKind::Staff } else { ActorKind::Citizen },
            account_id: Some(self.id),
            name: self.name.clone(),
            unit_id: self.agency_id,
        }
    }
}

/// From where somebody signs in.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// Address.
    pub address: &'a str,
    /// Browser, by its own name.
    pub agent: &'a str,
}

/// What a right password opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Token for the cookie: of the session, or of the question for the code.
    pub token: String,
    /// The code of the second factor is to be given first; else the session is open.
    pub asks_code: bool,
}

/// A provider of identities that vouches for somebody.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vouched<'a> {
    /// Its code.
    pub provider: &'a str,
    /// The person's session there, where it names one.
    pub session: Option<&'a str>,
}

/// How a session is opened, beside the password.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Opening<'a> {
    /// What was given as second factor here.
    pub factor: Option<&'static str>,
    /// Who vouches for the person, where it is no password.
    pub vouched: Option<Vouched<'a>>,
    /// The provider has asked for a second factor itself.
    pub strong: bool,
}

const CREDENTIALS: &str = "SELECT id, login, name, kind, agency_id, password_hash, password_once, password_once_at, \
    disabled FROM account";

/// The account of an id.
pub(crate) async fn credentials_of(db: &impl Read, id: i64) -> Result<Option<Credentials>> {
    db.row(&format!("{CREDENTIALS} WHERE id = $1"), vec![id.into()]).await
}

/// When waiting begins after wrong passwords, and how long it lasts; each further try waits twice as long.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default)]
struct Lockout {
    free_tries: i64,
    first_wait_minutes: i64,
    longest_wait_minutes: i64,
}

impl Default for Lockout {
    fn default() -> Lockout {
        Lockout { free_tries: 5, first_wait_minutes: 1, longest_wait_minutes: 60 }
    }
}

impl Lockout {
    /// Minutes to wait after so many tries; `None` while they are free.
    fn wait(self, tries: i64) -> Option<i64> {
        let beyond = tries - self.free_tries.max(1);
        let longest = self.longest_wait_minutes.clamp(1, 24 * 60);
        (beyond >= 0)
            .then(|| self.first_wait_minutes.max(1).saturating_mul(1 << beyond.clamp(0, 20)).min(longest))
    }
}

/// Signs in by name and password; where the account has a second factor, its code is asked for next.
///
/// A try is counted before the password is looked at, so that many at once are no way round the lock; it is forgotten when
/// the session opens. Names that do not exist are counted and locked like others and take as long, so that neither
/// the answer nor its time tells which names there are.
pub async fn sign_in(app: &App, login: &str, password: &str, address: &str, agent: &str) -> Result<SignedIn> {
    let login = kernel::text::nfc(login.trim()).to_lowercase();
    let found: Option<Credentials> =
        app.store.row(&format!("{CREDENTIALS} WHERE login = $1"), vec![login.clone().into()]).await?;
    let tries = reserve_try(app, &login, found.as_ref().map(|f| f.id)).await?;
    let wrong = || Error::Refused(Refusal::new("identity-wrong").status(401));
    // As slow for an unknown name as for a known one, so that names cannot be probed; what is too long to be anybody's
    // password is hashed for neither.
    let hash = found.as_ref().map_or(DUMMY_HASH, |found| found.password_hash.as_str());
    let right = password.len() <= MAXIMUM_PASSWORD * 4 && verify_password(password, hash).await?;
    let Some(found) = found else { return Err(wrong()) };
    if !right || found.disabled {
        note_failure(app, found.id, tries).await?;
        return Err(wrong());
    }
    if has_run_out(app, &found) {
        give_back(app, &login, tries).await?;
        return Err(Refusal::new("identity-one-time-over").status(401).into());
    }
    if is_outdated(&found.password_hash) {
        renew(app, &found, password).await?;
    }
    if second_factor::is_on(&app.store, found.id).await? {
        give_back(app, &login, tries).await?;
        return Ok(SignedIn { token: second_factor::ask_code(app, found.id, None).await?, asks_code: true });
    }
    let tx = app.store.write(&found.actor()).await?;
    let token = open_session(app, &tx, &found, &Caller { address, agent }, &Opening::default()).await?;
    tx.commit().await?;
    Ok(SignedIn { token, asks_code: false })
}

/// Keeps the same password under a hash as they are made now: this is the only moment at which the program knows it.
/// Who set another one meanwhile has the later word.
async fn renew(app: &App, account: &Credentials, password: &str) -> Result<()> {
    let hash = hash_password(password).await?;
    let tx = app.store.housekeeping().await?;
    tx.exec(
        "UPDATE account SET password_hash = $2 WHERE id = $1 AND password_hash = $3",
        vec![account.id.into(), hash.into(), account.password_hash.clone().into()],
    )
    .await?;
    tx.commit().await
}

/// Hours that a password made by somebody else lasts, where no rule says.
const ONE_TIME_HOURS: i64 = 72;

/// Whether it is a password that somebody else made, and made too long ago: who finds the slip of paper opens nothing.
fn has_run_out(app: &App, found: &Credentials) -> bool {
    let now = app.clock.now();
    let hours = app.profiles().get_or_keep("accounts.one_time_hours", now.day(), ONE_TIME_HOURS).max(1);
    let before = now.plus_minutes(-hours.saturating_mul(60)).micros();
    found.password_once && found.password_once_at.is_some_and(|made| made < before)
}

/// Hash of a random password nobody knows, made with the default cost.
const DUMMY_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Wj0Q0Jv0m1nYQm8W8nq1w0YkqkSxQmX3o0dJ3p1c4rE";

/// Counts a try before it is made; the number of tries since the last success, or the refusal to wait.
pub(crate) async fn reserve_try(app: &App, login: &str, account: Option<i64>) -> Result<i64> {
    let now = app.clock.now();
    let lockout: Lockout = app.profiles().get_or_keep("access.lockout", now.day(), Lockout::default());
    let tx = app.store.housekeeping().await?;
    let key = token_hash(login);
    // One statement: whoever comes at the same time waits for the row and finds it counted, or locked.
    let tries = tx
        .number(
            "INSERT INTO sign_in_try (login_hash, account_id, failures, tried_at) VALUES ($1, $2, 1, $3) \
             ON CONFLICT (login_hash) DO UPDATE SET failures = sign_in_try.failures + 1, \
             account_id = excluded.account_id, tried_at = excluded.tried_at \
             WHERE sign_in_try.locked_until IS NULL OR sign_in_try.locked_until <= excluded.tried_at RETURNING failures",
            vec![key.clone().into(), account.into(), now.micros().into()],
        )
        .await?;
    if tries == 0 {
        let until =
            tx.number("SELECT locked_until FROM sign_in_try WHERE login_hash = $1", vec![key.into()]).await?;
        let minutes = (until - now.micros()).max(0) / 60_000_000 + 1;
        return Err(Refusal::new("identity-locked").arg("minutes", minutes).status(429).into());
    }
    if let Some(minutes) = lockout.wait(tries) {
        tx.exec(
            "UPDATE sign_in_try SET locked_until = $2 WHERE login_hash = $1",
            vec![key.into(), now.plus_minutes(minutes).micros().into()],
        )
        .await?;
    }
    tx.commit().await?;
    Ok(tries)
}

/// Takes a try back that was no wrong one but did not open a session either. Wrong codes stay counted, so that whoever
/// knows the password cannot wash them off with it; and so does this try when somebody else tried meanwhile.
async fn give_back(app: &App, login: &str, tries: i64) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.exec(
        "UPDATE sign_in_try SET failures = failures - 1, locked_until = NULL \
         WHERE login_hash = $1 AND failures = $2",
        vec![token_hash(login).into(), tries.into()],
    )
    .await?;
    tx.commit().await
}

/// Forgets the tries of an account: its password is new, or an administrator opened it again.
pub async fn forget_tries(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM sign_in_try WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}

/// Forgets the tries of names nobody tried for a day.
pub(crate) async fn forget_old_tries(tx: &Tx) -> Result<()> {
    let before = tx.at().plus_minutes(-24 * 60).micros();
    tx.exec("DELETE FROM sign_in_try WHERE tried_at < $1", vec![before.into()]).await?;
    Ok(())
}

/// Writes a wrong try into the journal.
pub(crate) async fn note_failure(app: &App, account: i64, tries: i64) -> Result<()> {
    let tx = app.store.write(&Actor::public("?")).await?;
    tx.journal(
        Change::of("identity", "account", account, "sign_in_failed")
            .after(serde_json::json!({"failures": tries})),
    )
    .await?;
    tx.commit().await
}

/// Opens a session in the transaction of its account's owner; the token for the cookie.
///
/// Every door leads through here: where a second factor is in use, none opens without it, be it by a password of one's own, a
/// one-time password, a mailed link's new one or a provider that asked for none.
///
/// # Errors
/// A refusal (410) when the second factor is in use and was not given: it was set up meanwhile.
pub(crate) async fn open_session(
    app: &App,
    tx: &Tx,
    account: &Credentials,
    caller: &Caller<'_>,
    how: &Opening<'_>,
) -> Result<String> {
    let token = app.random.token();
    let now = app.clock.now();
    tx.exec(
        "UPDATE account SET signed_in_at = $2 WHERE id = $1",
        vec![account.id.into(), now.micros().into()],
    )
    .await?;
    // After the statement before, which waits for a set-up under way: it holds the same row.
    if how.factor.is_none() && !how.strong && second_factor::is_on(tx, account.id).await? {
        return Err(Refusal::new("identity-code-gone").status(410).into());
    }
    tx.exec("DELETE FROM sign_in_try WHERE login_hash = $1", vec![token_hash(&account.login).into()]).await?;
    tx.insert(
        "INSERT INTO session (token_hash, account_id, address, agent, created_at, seen_at, expires_at, provider, strong, \
         provider_session) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        vec![
            token_hash(&token).into(),
            account.id.into(),
            caller.address.into(),
            agent::kept(caller.agent).into(),
            now.micros().into(),
            now.micros().into(),
            now.plus_minutes(absolute_minutes(app, now)).micros().into(),
            how.vouched.map(|v| v.provider.to_owned()).into(),
            how.strong.into(),
            how.vouched.and_then(|v| v.session).map(str::to_owned).into(),
        ],
    )
    .await?;
    let mut after = serde_json::json!({"address": caller.address});
    if let Some(fields) = after.as_object_mut() {
        let factor = how.factor.map(|factor| ("second_factor", factor));
        let provider = how.vouched.map(|vouched| ("provider", vouched.provider));
        for (name, value) in factor.into_iter().chain(provider) {
            fields.insert(name.to_owned(), value.into());
        }
    }
    tx.journal(Change::of("identity", "account", account.id, "sign_in").after(after)).await?;
    Ok(token)
}
