//! Sessions: what a cookie's token opens, for whom, until when, in which browser; they can be listed and revoked.

use crate::access::{Grant, Viewer};
use crate::app::App;
use crate::error::{Error, Result};
use crate::identity::AccountKind;
use crate::journal::Change;
use crate::store::FromRow;
use crate::store::{Actor, Read, Tx};
use crate::{agent, second_factor};
use kernel::Moment;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Session lifetime without use, minutes (staff's working day), where no rule is in force.
const IDLE_MINUTES: i64 = 8 * 60;
/// Session lifetime at most, minutes, where no rule is in force.
const ABSOLUTE_MINUTES: i64 = 24 * 60;
/// Nobody can work in sessions shorter than this, whatever is published.
const LEAST_MINUTES: i64 = 5;

/// Minutes after which a session without use ends, today.
pub fn idle_minutes(app: &App, now: Moment) -> i64 {
    app.profiles().get_or_keep("session.idle_minutes", now.day(), IDLE_MINUTES).max(LEAST_MINUTES)
}

/// Minutes after which a session opened now ends, used or not.
pub fn absolute_minutes(app: &App, now: Moment) -> i64 {
    app.profiles().get_or_keep("session.absolute_minutes", now.day(), ABSOLUTE_MINUTES).max(LEAST_MINUTES)
}

/// What the database keeps of a token: its SHA-256.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

#[derive(FromRow)]
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
    agent: String,
    provider: Option<String>,
    strong: bool,
    factors: i64,
    filters: i64,
    role_code: Option<String>,
    role_name: Option<String>,
    permissions: Option<String>,
    grant_agency: Option<i64>,
    subtree: Option<bool>,
}

#[derive(FromRow)]
struct GrantRow {
    role_code: String,
    role_name: String,
    permissions: String,
    agency_id: i64,
    subtree: bool,
}

impl SessionRow {
    /// The grant of this row, if it has one.
    fn grant(&self) -> Option<GrantRow> {
        Some(GrantRow {
            role_code: self.role_code.clone()?,
            role_name: self.role_name.clone()?,
            permissions: self.permissions.clone()?,
            agency_id: self.grant_agency?,
            subtree: self.subtree?,
        })
    }
}

/// The viewer behind a cookie's token, if its session is alive and comes from the browser it was opened in.
pub async fn viewer(app: &App, token: &str, agent: &str) -> Result<Option<Viewer>> {
    let now = app.clock.now();
    // With a row for each grant in force: this is asked before every page, and every statement is a way there and back.
    let rows: Vec<SessionRow> = app
        .store
        .rows(
            "SELECT s.id AS session_id, s.seen_at, a.id, a.kind, a.login, a.name, a.agency_id, a.password_once, s.agent, s.provider, s.strong, \
             (SELECT COUNT(*) FROM second_factor k WHERE k.account_id = a.id AND k.confirmed_at IS NOT NULL) \
             + (SELECT COUNT(*) FROM passkey p WHERE p.account_id = a.id) AS factors, \
             (SELECT COUNT(*) FROM saved_filter f WHERE f.account_id = a.id) AS filters, \
             (SELECT COUNT(*) FROM notice n WHERE n.account_id = a.id AND NOT n.seen) AS unseen, \
             r.code AS role_code, r.name AS role_name, r.permissions, g.agency_id AS grant_agency, g.subtree \
             FROM session s JOIN account a ON a.id = s.account_id \
             LEFT JOIN role_grant g ON g.account_id = a.id AND a.kind = 'staff' AND g.revoked_at IS NULL \
             AND (g.valid_from IS NULL OR g.valid_from <= $4) AND (g.valid_to IS NULL OR g.valid_to >= $4) \
             LEFT JOIN role r ON r.code = g.role_code \
             WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3 AND NOT a.disabled \
             ORDER BY g.id",
            vec![
                token_hash(token).into(),
                now.micros().into(),
                now.plus_minutes(-idle_minutes(app, now)).micros().into(),
                now.day().to_string().into(),
            ],
        )
        .await?;
    let grants = rows.iter().filter_map(SessionRow::grant).map(read_grant).collect::<Result<Vec<_>>>()?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    if is_bound(app, now) && !agent::same_family(&row.agent, agent) {
        end_moved(app, &row, agent).await?;
        return Ok(None);
    }
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
    let filters = if row.filters > 0 { crate::saved::of(app, row.id).await? } else { Vec::new() };
    let must_enrol = !row.strong && must_enrol(app, now, &row.login, row.factors, &grants);
    Ok(Some(Viewer {
        account_id: row.id,
        kind: AccountKind::from_code(&row.kind),
        login: row.login,
        name: row.name,
        agency_id: row.agency_id,
        session_id: row.session_id,
        // Whoever came by a provider has not used the password that somebody else made.
        must_change_password: row.password_once && row.provider.is_none(),
        provider: row.provider,
        must_enrol,
        filters,
        unseen: row.unseen,
        grants: Viewer::resolve(grants, &app.directory()),
    }))
}

/// The viewer as whom a token of the programming interface acts: its owner, with the grants of now and no session.
pub(crate) async fn by_token(app: &App, account: i64, now: Moment) -> Result<Option<Viewer>> {
    #[derive(FromRow)]
    struct Owner {
        login: String,
        name: String,
        agency_id: Option<i64>,
        password_once: bool,
        factors: i64,
    }
    let sql = "SELECT a.login, a.name, a.agency_id, a.password_once, \
         (SELECT COUNT(*) FROM second_factor k WHERE k.account_id = a.id AND k.confirmed_at IS NOT NULL) \
         + (SELECT COUNT(*) FROM passkey p WHERE p.account_id = a.id) AS factors \
         FROM account a WHERE a.id = $1 AND a.kind = 'staff' AND NOT a.disabled";
    let owner: Option<Owner> = app.store.row(sql, vec![account.into()]).await?;
    let Some(owner) = owner else { return Ok(None) };
    let grants = grants_in_force(app, account, now).await?;
    Ok(Some(Viewer {
        account_id: account,
        kind: AccountKind::Staff,
        must_enrol: must_enrol(app, now, &owner.login, owner.factors, &grants),
        login: owner.login,
        name: owner.name,
        agency_id: owner.agency_id,
        session_id: 0,
        must_change_password: owner.password_once,
        provider: None,
        filters: Vec::new(),
        unseen: 0,
        grants: Viewer::resolve(grants, &app.directory()),
    }))
}

fn must_enrol(app: &App, now: Moment, login: &str, factors: i64, grants: &[Grant]) -> bool {
    // The accounts that a demo city lists are everybody's: whoever set up a code would shut out all others.
    let listed = app.settings.demo && login.starts_with(crate::own_account::DEMO_PREFIX);
    factors == 0
        && !listed
        && second_factor::is_demanded(app, now, grants.iter().map(|g| g.role_code.as_str()))
}

/// Minutes that a provider's asking anew stands for the password.
const PROVED_MINUTES: i64 = 10;

/// Notes that a provider has asked the owner of a session anew who they are.
pub(crate) async fn mark_proved(tx: &Tx, session: i64) -> Result<()> {
    let sql = "UPDATE session SET proved_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    tx.exec(sql, vec![session.into(), tx.at().micros().into()]).await?;
    Ok(())
}

/// Whether a provider has asked the owner of a session anew within the last minutes.
pub async fn is_proved(db: &impl Read, session: i64, now: Moment) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM session WHERE id = $1 AND revoked_at IS NULL AND proved_at > $2";
    let since = now.plus_minutes(-PROVED_MINUTES).micros();
    Ok(db.number(sql, vec![session.into(), since.into()]).await? > 0)
}

/// Whether sessions stay in the browser they were opened in, today.
fn is_bound(app: &App, now: Moment) -> bool {
    app.profiles().get_or_keep("session.bind_agent", now.day(), true)
}

/// Ends a session whose token came from another browser: it was copied, or its owner will sign in again.
async fn end_moved(app: &App, row: &SessionRow, agent: &str) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let sql = "UPDATE session SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    if tx.exec(sql, vec![row.session_id.into(), tx.at().micros().into()]).await? == 0 {
        return Ok(());
    }
    tx.journal(
        Change::of("identity", "account", row.id, "session_moved")
            .before(json!({"browser": agent::name(&row.agent)}))
            .after(json!({"browser": agent::name(agent), "session": row.session_id})),
    )
    .await?;
    tx.commit().await
}

/// Ends every session of an account but the one to keep.
pub(crate) async fn end_all(tx: &Tx, account: i64, keep: Option<i64>) -> Result<()> {
    tx.exec(
        "UPDATE session SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL AND id <> $3",
        vec![account.into(), tx.at().micros().into(), keep.unwrap_or_default().into()],
    )
    .await?;
    Ok(())
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
    rows.into_iter().map(read_grant).collect()
}

fn read_grant(row: GrantRow) -> Result<Grant> {
    Ok(Grant {
        permissions: serde_json::from_str(&row.permissions)?,
        role: row.role_name,
        role_code: row.role_code,
        agency_id: row.agency_id,
        subtree: row.subtree,
    })
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
    tx.journal(Change::of("identity", "account", account, "sign_out").after(json!({"session": session})))
        .await?;
    tx.commit().await
}
