//! The members of staff who may do something for an agency: whom work can be given to.

use crate::access::{Grant, Permission, Viewer};
use crate::directory::AgencyRef;
use crate::error::Result;
use crate::store::FromRow;
use crate::store::Read;
use crate::{App, Scope};
use kernel::Day;
use sea_orm::Value;
use std::collections::BTreeSet;

/// A member of staff by account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Full name.
    pub name: String,
    /// Account.
    pub account_id: i64,
}

#[derive(FromRow)]
struct Row {
    account_id: i64,
    name: String,
    role_code: String,
    permissions: String,
    agency_id: i64,
    subtree: bool,
}

/// The staff of an agency and its units who hold a permission for it on a day, by name.
pub async fn able(app: &App, permission: Permission, agency: i64, on: Day) -> Result<Vec<Member>> {
    let mut params = vec![on.to_string().into()];
    let units = Scope::Agencies(app.directory().subtree(agency));
    let home = units.condition("a.agency_id", &mut params).unwrap_or_default();
    holders(app, permission, agency, (home.as_str(), params)).await
}

/// Those of some accounts who hold a permission for an agency on a day, wherever they work.
pub async fn of_these(
    app: &App,
    permission: Permission,
    agency: i64,
    on: Day,
    accounts: &[i64],
) -> Result<Vec<Member>> {
    let mut params = vec![on.to_string().into()];
    let asked = Scope::Agencies(accounts.to_vec()).condition("a.id", &mut params).unwrap_or_default();
    holders(app, permission, agency, (asked.as_str(), params)).await
}

/// The members of staff under a condition who hold a permission for an agency; the first value is the day.
async fn holders(
    app: &App,
    permission: Permission,
    agency: i64,
    (condition, params): (&str, Vec<Value>),
) -> Result<Vec<Member>> {
    let directory = app.directory();
    let rows: Vec<Row> = app
        .store
        .rows(
            &format!(
                "SELECT a.id AS account_id, a.name, g.role_code, r.permissions, g.agency_id, g.subtree FROM account a \
                 JOIN role_grant g ON g.account_id = a.id JOIN role r ON r.code = g.role_code \
                 WHERE a.kind = 'staff' AND NOT a.disabled AND g.revoked_at IS NULL \
                 AND (g.valid_from IS NULL OR g.valid_from <= $1) AND (g.valid_to IS NULL OR g.valid_to >= $1) AND {condition}"
            ),
            params,
        )
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let permissions: Vec<String> = serde_json::from_str(&row.permissions)?;
        let member = Member { name: row.name, account_id: row.account_id };
        let grant = Grant {
            permissions,
            role: String::new(),
            role_code: row.role_code,
            agency_id: row.agency_id,
            subtree: row.subtree,
        };
        let covers = Viewer::resolve(vec![grant], &directory)
            .iter()
            .any(|(g, scope)| scope.covers(agency) && g.permissions.iter().any(|p| p == permission.0));
        if covers {
            found.push(member);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The agencies to which a record can be handed on a day: in force, neither a division nor the press, and with somebody who
/// holds the permission there.
pub async fn takers(app: &App, permission: Permission, on: Day) -> Result<Vec<AgencyRef>> {
    let staffed = agencies_with(app, permission, on).await?;
    let directory = app.directory();
    let open = directory.in_force(on).filter(|a| a.kind != "division" && a.kind != "press");
    Ok(open.filter(|a| staffed.contains(&a.id)).cloned().collect())
}

#[derive(FromRow)]
struct Holder {
    home: i64,
    permissions: String,
    agency_id: i64,
    subtree: bool,
}

/// The agencies for which [`able`] finds somebody, by one reading: those worth offering.
pub async fn agencies_with(app: &App, permission: Permission, on: Day) -> Result<BTreeSet<i64>> {
    let directory = app.directory();
    let rows: Vec<Holder> = app
        .store
        .rows(
            "SELECT a.agency_id AS home, r.permissions, g.agency_id, g.subtree FROM account a \
             JOIN role_grant g ON g.account_id = a.id JOIN role r ON r.code = g.role_code \
             WHERE a.kind = 'staff' AND NOT a.disabled AND g.revoked_at IS NULL AND a.agency_id IS NOT NULL \
             AND (g.valid_from IS NULL OR g.valid_from <= $1) AND (g.valid_to IS NULL OR g.valid_to >= $1)",
            vec![on.to_string().into()],
        )
        .await?;
    let mut found = BTreeSet::new();
    for row in rows {
        let permissions: Vec<String> = serde_json::from_str(&row.permissions)?;
        if !permissions.iter().any(|p| p == permission.0) {
            continue;
        }
        let covered = if row.subtree { directory.subtree(row.agency_id) } else { vec![row.agency_id] };
        // A person works for the agency they belong to and for those above it, as far as the grant reaches.
        let above = std::iter::successors(Some(row.home), |id| directory.get(*id).and_then(|a| a.parent_id));
        found.extend(above.filter(|id| covered.contains(id)));
    }
    Ok(found)
}
