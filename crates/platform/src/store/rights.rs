//! Two accounts on PostgreSQL: the owner, who makes and changes tables, and the one the program serves by,
//! which reads and writes rows but can neither alter nor remove what is only ever added.

use super::{Engine, Store};
use crate::error::{Error, Refusal, Result};

/// Tables whose rows are added and never changed, by nobody.
pub const APPEND_ONLY: [&str; 5] =
    ["journal", "ledger_leaf", "ledger_key", "ledger_checkpoint", "schema_ledger"];

/// Gives the account `role` what serving needs on every table of the slices; the owner runs it after each upgrade.
///
/// # Errors
/// A refusal on SQLite, which knows no accounts, and for a name that is none of PostgreSQL's plain ones.
pub async fn grant(store: &Store, slices: &[&'static crate::Slice], role: &str) -> Result<()> {
    if store.engine() != Engine::Postgres {
        return Err(Refusal::new("store-no-accounts").into());
    }
    if !is_plain(role) {
        return Err(Refusal::new("store-role-name").arg("role", role).into());
    }
    // Some tables are one engine's own: words are looked up by an index on PostgreSQL.
    let mut there = Vec::new();
    for table in slices.iter().flat_map(|s| s.tables).copied() {
        if store.has_table(table).await? {
            there.push(table);
        }
    }
    let tx = store.housekeeping().await?;
    for sql in statements(there.into_iter(), role) {
        tx.batch(&sql).await.map_err(|e| Error::fault(format!("granting to {role}"), e))?;
    }
    tx.commit().await
}

/// A name that needs no quoting: nothing else is put into a statement.
fn is_plain(role: &str) -> bool {
    role.len() <= 63
        && role.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && role.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn statements<'a>(tables: impl Iterator<Item = &'a str>, role: &str) -> Vec<String> {
    let changed = tables.filter(|table| !APPEND_ONLY.contains(table));
    let mut list: Vec<String> =
        changed.map(|table| format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role}")).collect();
    for table in APPEND_ONLY {
        // Revoked first: an account that once had more must not keep it.
        list.push(format!("REVOKE ALL ON {table} FROM {role}"));
        list.push(format!("GRANT SELECT, INSERT ON {table} TO {role}"));
    }
    list.push(format!("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_a_plain_name_gets_into_a_statement() {
        assert!(is_plain("motcua_app") && is_plain("_a1"));
        for other in ["", "Motcua", "a b", "a;DROP TABLE journal", "a\"", "1a", "đ", &"a".repeat(64)] {
            assert!(!is_plain(other), "{other}");
        }
    }

    #[test]
    fn what_is_only_added_may_be_added_and_read() {
        let list = statements(["dossier", "journal"].into_iter(), "app");
        assert!(list.contains(&"GRANT SELECT, INSERT, UPDATE, DELETE ON dossier TO app".to_owned()));
        assert!(list.contains(&"GRANT SELECT, INSERT ON journal TO app".to_owned()));
        assert!(!list.iter().any(|sql| sql.contains("UPDATE") && sql.contains("journal")));
    }
}
