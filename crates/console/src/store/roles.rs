//! role, and shipped_permission.

use platform::access::Role;
use platform::error::{Error, FieldErrors, Result};
use platform::journal::Change;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Slice, Tx};
use serde_json::json;
use std::collections::BTreeSet;

/// A role with the number of grants of it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Row {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub permissions: String,
    pub holders: i64,
}

impl Row {
    /// Its permissions.
    pub fn permissions(&self) -> BTreeSet<String> {
        serde_json::from_str(&self.permissions).unwrap_or_default()
    }
}

const COLUMNS: &str = "r.id, r.code, r.name, r.permissions, \
    (SELECT COUNT(*) FROM role_grant g WHERE g.role_code = r.code AND g.revoked_at IS NULL) AS holders";

/// The list of roles.
pub(crate) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "ten", sql: "r.name", number: false },
        SortKey { name: "ma", sql: "r.code", number: false },
    ];
    ListQuery::new(COLUMNS, "role r", "r.id", &SORTS)
}

/// All roles.
pub(crate) async fn all(db: &impl Read) -> Result<Vec<Row>> {
    db.rows(&format!("SELECT {COLUMNS} FROM role r ORDER BY r.id"), vec![]).await
}

/// One role.
pub(crate) async fn one(db: &impl Read, code: &str) -> Result<Row> {
    db.row(&format!("SELECT {COLUMNS} FROM role r WHERE r.code = $1"), vec![code.into()])
        .await?
        .ok_or(Error::NotFound)
}

/// Adds a role without permissions.
pub(crate) async fn create(tx: &Tx, code: &str, name: &str) -> Result<i64> {
    if tx.number("SELECT COUNT(*) FROM role WHERE code = $1", vec![code.into()]).await? > 0 {
        let mut errors = FieldErrors::new();
        errors.add("ma", "console-error-role-taken");
        return Err(Error::Invalid(errors));
    }
    let id = tx
        .insert(
            "INSERT INTO role (code, name, permissions) VALUES ($1, $2, '[]')",
            vec![code.into(), name.into()],
        )
        .await?;
    tx.journal(Change::of("console", "role", id, "create_role").after(json!({"code": code, "name": name})))
        .await?;
    Ok(id)
}

impl Row {
    /// What tells this state of the role from another: a page that was opened on it is out of date when it differs.
    pub fn version(&self) -> String {
        platform::identity::token_hash(&format!("{}\n{}", self.name, self.permissions))
    }
}

/// Sets name and permissions of a role, as it was read; 409 when somebody else was faster.
pub(crate) async fn set(tx: &Tx, role: &Row, name: &str, permissions: &BTreeSet<String>) -> Result<()> {
    let old = role.permissions();
    let changed = tx
        .exec(
            "UPDATE role SET name = $2, permissions = $3 WHERE id = $1 AND name = $4 AND permissions = $5",
            vec![
                role.id.into(),
                name.into(),
                serde_json::to_string(permissions)?.into(),
                role.name.clone().into(),
                role.permissions.clone().into(),
            ],
        )
        .await?;
    if changed == 0 {
        return Err(Error::Changed(vec![role.name.clone()]));
    }
    let added: Vec<&String> = permissions.difference(&old).collect();
    let removed: Vec<&String> = old.difference(permissions).collect();
    let change = Change::of("console", "role", role.id, "change_role");
    tx.journal(
        change
            .before(json!({"name": role.name, "removed": removed}))
            .after(json!({"name": name, "added": added})),
    )
    .await
}

/// Makes the shipped roles and gives each what ships for it, once: a permission taken away later is not given again.
pub(crate) async fn ship(tx: &Tx, slices: &[&'static Slice]) -> Result<()> {
    for role in Role::ALL {
        let shipped: Vec<Shipped> = tx
            .rows("SELECT permission FROM shipped_permission WHERE role_code = $1", vec![role.code().into()])
            .await?;
        let shipped: BTreeSet<String> = shipped.into_iter().map(|s| s.permission).collect();
        let declared = slices
            .iter()
            .flat_map(|s| s.permissions)
            .filter(|d| d.roles.contains(&role))
            .map(|d| d.permission.0);
        let new: BTreeSet<String> = declared.filter(|p| !shipped.contains(*p)).map(str::to_owned).collect();
        let exists =
            tx.number("SELECT COUNT(*) FROM role WHERE code = $1", vec![role.code().into()]).await? > 0;
        if exists && new.is_empty() {
            continue;
        }
        if !exists {
            tx.insert(
                "INSERT INTO role (code, name, permissions) VALUES ($1, $2, '[]')",
                vec![role.code().into(), role.name_vi().into()],
            )
            .await?;
        }
        let row = one(tx, role.code()).await?;
        let all: BTreeSet<String> = row.permissions().union(&new).cloned().collect();
        tx.exec(
            "UPDATE role SET permissions = $2 WHERE id = $1",
            vec![row.id.into(), serde_json::to_string(&all)?.into()],
        )
        .await?;
        let rows = new.iter().map(|p| vec![role.code().into(), p.clone().into()]).collect();
        tx.insert_many("INSERT INTO shipped_permission (role_code, permission)", rows).await?;
        tx.journal(Change::of("console", "role", row.id, "ship_defaults").after(json!({"added": new})))
            .await?;
    }
    Ok(())
}

#[derive(FromRow)]
struct Shipped {
    permission: String,
}
