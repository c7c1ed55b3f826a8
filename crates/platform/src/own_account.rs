//! What a person sees and changes of their own account: details, password, devices.
//! And the accounts of a demo city, which the sign-in page lists.

use crate::app::App;
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::password::{MAXIMUM_PASSWORD, verify_password};
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::Moment;
use serde_json::json;

pub use crate::session::{absolute_minutes, idle_minutes, is_proved};

/// The password all demo accounts share; shown on the sign-in page of a demo city and nowhere else.
pub const DEMO_PASSWORD: &str = "mot cua can tho 2012";
/// What the sign-in names of demo accounts begin with.
pub const DEMO_PREFIX: &str = "demo.";

/// A session that is alive.
#[derive(Debug, Clone, FromRow)]
pub struct Device {
    /// Id of the session.
    pub id: i64,
    /// Address it was opened from.
    pub address: String,
    /// Browser it was opened with.
    pub agent: String,
    /// When it was opened, microseconds.
    pub created_at: i64,
    /// When it was last seen, microseconds, to about five minutes.
    pub seen_at: i64,
    /// When it ends at the latest, microseconds.
    pub expires_at: i64,
}

impl Device {
    /// When it ends if it is not used any more: after so many idle minutes, or at its own end.
    pub fn ends_at(&self, idle_minutes: i64) -> i64 {
        Moment::from_micros(self.seen_at).plus_minutes(idle_minutes).micros().min(self.expires_at)
    }
}

/// What a person may change of their own account.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Details {
    /// Full name.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Address.
    pub address: Option<String>,
}

/// An account of the demo city.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    /// Sign-in name.
    pub login: String,
    /// Full name.
    pub name: String,
    /// staff or citizen.
    pub kind: String,
    /// Agency of a member of staff.
    pub agency_id: Option<i64>,
    /// Codes and names of its roles, none for citizens.
    pub roles: Vec<(String, String)>,
}

/// The live sessions of an account, the last used first.
pub async fn devices(app: &App, account: i64, now: Moment) -> Result<Vec<Device>> {
    app.store.rows(
        "SELECT id, address, agent, created_at, seen_at, expires_at FROM session \
         WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id DESC",
        vec![
            account.into(),
            now.micros().into(),
            now.plus_minutes(-idle_minutes(app, now)).micros().into(),
        ],
    )
    .await
}

/// Changes one's own details; nothing is written when nothing differs.
pub async fn change_details(tx: &Tx, account: i64, new: &Details) -> Result<()> {
    let old: Details = tx
        .row("SELECT name, phone, email, address FROM account WHERE id = $1", vec![account.into()])
        .await?
        .ok_or(Error::NotFound)?;
    if old == *new {
        return Ok(());
    }
    tx.exec(
        // Who was verified under one name is not under another.
        "UPDATE account SET name = $2, folded_name = $3, phone = $4, email = $5, address = $6, \
         verified_at = CASE WHEN name = $2 THEN verified_at ELSE NULL END WHERE id = $1",
        vec![
            account.into(),
            new.name.clone().into(),
            kernel::text::fold(&new.name).into(),
            new.phone.clone().into(),
            new.email.clone().into(),
            new.address.clone().into(),
        ],
    )
    .await?;
    if old.email != new.email {
        crate::alerts::tell_of_email(tx, account, old.email.as_deref()).await?;
    }
    let fields =
        |d: &Details| json!({"name": d.name, "phone": d.phone, "email": d.email, "address": d.address});
    tx.journal(Change::of("identity", "account", account, "change").before(fields(&old)).after(fields(new)))
        .await
}

/// Whether this is the account's present password.
pub async fn password_is(app: &App, account: i64, password: &str) -> Result<bool> {
    #[derive(FromRow)]
    struct Kept {
        password_hash: String,
    }
    let kept: Kept = app
        .store
        .row("SELECT password_hash FROM account WHERE id = $1", vec![account.into()])
        .await?
        .ok_or(Error::NotFound)?;
    if password.len() > MAXIMUM_PASSWORD * 4 {
        return Ok(false);
    }
    verify_password(password, &kept.password_hash).await
}

/// The demo accounts with their roles, at most forty.
pub async fn demo_accounts(db: &impl Read) -> Result<Vec<DemoAccount>> {
    #[derive(FromRow)]
    struct Row {
        login: String,
        name: String,
        kind: String,
        agency_id: Option<i64>,
        role_code: Option<String>,
        role_name: Option<String>,
    }
    let rows: Vec<Row> = db
        .rows(
            "SELECT a.login, a.name, a.kind, a.agency_id, r.code AS role_code, r.name AS role_name FROM account a \
             LEFT JOIN role_grant g ON g.account_id = a.id AND g.revoked_at IS NULL \
             LEFT JOIN role r ON r.code = g.role_code \
             WHERE a.login LIKE $1 AND NOT a.disabled ORDER BY a.id, g.id LIMIT 200",
            vec![format!("{DEMO_PREFIX}%").into()],
        )
        .await?;
    let mut accounts: Vec<DemoAccount> = Vec::new();
    for row in rows {
        let role = row.role_code.zip(row.role_name);
        match accounts.last_mut().filter(|a| a.login == row.login) {
            Some(account) => account.roles.extend(role),
            None => accounts.push(DemoAccount {
                login: row.login,
                name: row.name,
                kind: row.kind,
                agency_id: row.agency_id,
                roles: role.into_iter().collect(),
            }),
        }
    }
    accounts.truncate(40);
    Ok(accounts)
}
