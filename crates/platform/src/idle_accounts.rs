//! The nightly job that disables staff accounts nobody used for long; it never shuts out the last administrator.

use crate::access::Role;
use crate::app::App;
use crate::error::Result;
use crate::jobs::Job;
use crate::journal::Change;
use crate::store::FromRow;
use crate::store::{Actor, Read, Tx};
use serde_json::json;
use std::collections::BTreeSet;

/// Disables accounts of staff that nobody signed in to and no program used for the days of `access.disable_idle_days`.
pub const DISABLE_IDLE: Job = Job {
    name: "ground.disable_idle_accounts",
    schedule: Some("20 2 * * *"),
    run: |app, _| Box::pin(disable_idle(app)),
};

#[derive(FromRow)]
struct Account {
    id: i64,
    login: String,
    made_at: i64,
    signed_in_at: Option<i64>,
    /// Last call by one of its tokens, whether that one still opens anything or not.
    called_at: Option<i64>,
}

impl Account {
    /// When it was last made, opened again, signed in to or called by a program, microseconds.
    fn last_at(&self) -> i64 {
        self.signed_in_at.max(self.called_at).unwrap_or_default().max(self.made_at)
    }
}

#[derive(FromRow)]
struct Keys {
    account_id: i64,
    agency_id: i64,
}

async fn disable_idle(app: App) -> Result<()> {
    let now = app.clock.now();
    let tx = app.store.housekeeping().await?;
    crate::sign_in::forget_old_tries(&tx).await?;
    tx.commit().await?;
    let days: i64 = app.profiles().get_or_keep("access.disable_idle_days", now.day(), 0);
    if days <= 0 {
        return Ok(());
    }
    let before = now.plus_minutes(-days.saturating_mul(24 * 60)).micros();
    let tx = app.store.write(&Actor::system()).await?;
    let mut administrators = administrators(&app, &tx).await?;
    let accounts: Vec<Account> = tx
        .rows(
            "SELECT a.id, a.login, COALESCE(a.opened_at, a.created_at) AS made_at, a.signed_in_at, \
             (SELECT MAX(t.used_at) FROM api_token t WHERE t.account_id = a.id) AS called_at \
             FROM account a WHERE a.kind = 'staff' AND NOT a.disabled ORDER BY a.id",
            vec![],
        )
        .await?;
    let mut idle: Vec<Account> = accounts.into_iter().filter(|a| a.last_at() < before).collect();
    idle.sort_by_key(Account::last_at);
    for account in idle {
        // The demo city's accounts are used by whoever comes along.
        if app.settings.demo && account.login.starts_with(crate::own_account::DEMO_PREFIX) {
            continue;
        }
        if administrators.len() == 1 && administrators.contains(&account.id) {
            tracing::warn!(account = account.id, "idle, but the last administrator: not disabled");
            continue;
        }
        administrators.remove(&account.id);
        disable(&tx, &account, days).await?;
    }
    tx.commit().await
}

/// The accounts that hold the administrators' role for the whole city today.
async fn administrators(app: &App, tx: &Tx) -> Result<BTreeSet<i64>> {
    let held: Vec<Keys> = tx
        .rows(
            "SELECT g.account_id, g.agency_id FROM role_grant g JOIN account a ON a.id = g.account_id \
             WHERE g.role_code = $1 AND g.subtree AND g.revoked_at IS NULL AND NOT a.disabled \
             AND (g.valid_from IS NULL OR g.valid_from <= $2) AND (g.valid_to IS NULL OR g.valid_to >= $2)",
            vec![Role::It.code().into(), tx.at().day().to_string().into()],
        )
        .await?;
    let directory = app.directory();
    Ok(held.into_iter().filter(|k| directory.is_root(k.agency_id)).map(|k| k.account_id).collect())
}

async fn disable(tx: &Tx, account: &Account, days: i64) -> Result<()> {
    tx.exec("UPDATE account SET disabled = TRUE WHERE id = $1", vec![account.id.into()]).await?;
    tx.exec(
        "UPDATE session SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL",
        vec![account.id.into(), tx.at().micros().into()],
    )
    .await?;
    tx.exec(
        "UPDATE role_grant SET revoked_at = $2 WHERE delegated_by = $1 AND revoked_at IS NULL",
        vec![account.id.into(), tx.at().micros().into()],
    )
    .await?;
    let last = kernel::Moment::from_micros(account.last_at()).day();
    tx.journal(
        Change::of("identity", "account", account.id, "disable_idle")
            .before(json!({"disabled": false}))
            .after(json!({"disabled": true, "days": days, "last_used": last.to_string()})),
    )
    .await
}

#[cfg(test)]
mod tests {
    use super::Account;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_latest_use_of_any_kind_counts(
            made_at in 1_i64..1_000,
            signed_in_at in proptest::option::of(1_i64..1_000),
            called_at in proptest::option::of(1_i64..1_000),
        ) {
            let account = Account { id: 1, login: String::new(), made_at, signed_in_at, called_at };
            let uses = [Some(made_at), signed_in_at, called_at];
            prop_assert_eq!(Some(account.last_at()), uses.into_iter().flatten().max());
        }
    }
}
