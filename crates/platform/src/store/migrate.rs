//! One ordered run of every slice's migrations, with a ledger; a database from a newer program is refused.

use super::{Engine, Read, Store};
use crate::error::{Error, Result};
use kernel::Moment;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, TransactionTrait};
use std::collections::BTreeSet;

/// One step of a slice's tables.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Date and number, such as "2012_10_12_00_dossier": orders the run and names the step.
    pub version: &'static str,
    /// SQL for both databases; `SERIAL_ID` stands for the key column's type.
    pub sql: &'static str,
    /// SQL for PostgreSQL where the dialects differ.
    pub postgres: Option<&'static str>,
}

/// What a migration run finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationState {
    /// Steps of the program that the database lacks, as "slice/version".
    pub pending: Vec<String>,
    /// Steps of the database that this program does not know: a newer program made them.
    pub unknown: Vec<String>,
}

#[derive(FromQueryResult)]
struct Applied {
    slice: String,
    version: String,
}

type Steps = Vec<(&'static str, Migration)>;

fn ordered(slices: &[&'static crate::Slice]) -> Steps {
    let mut steps: Steps = slices.iter().flat_map(|s| s.migrations.iter().map(|m| (s.name, *m))).collect();
    steps.sort_by_key(|(slice, m)| (m.version, *slice));
    steps
}

pub(super) async fn applied(db: &impl Read) -> Result<BTreeSet<String>> {
    let rows: Vec<Applied> = db.rows("SELECT slice, version FROM schema_ledger", vec![]).await?;
    Ok(rows.into_iter().map(|r| format!("{}/{}", r.slice, r.version)).collect())
}

async fn make_ledger<C: ConnectionTrait>(conn: &C) -> Result<()> {
    conn.execute_unprepared(
        "CREATE TABLE IF NOT EXISTS schema_ledger (slice TEXT NOT NULL, version TEXT NOT NULL, \
             applied_at BIGINT NOT NULL, PRIMARY KEY (slice, version))",
    )
    .await?;
    Ok(())
}

/// Compares the database with the program without changing either.
pub async fn pending(store: &Store, slices: &[&'static crate::Slice]) -> Result<MigrationState> {
    let done = if store.has_table("schema_ledger").await? { applied(store).await? } else { BTreeSet::new() };
    let steps = ordered(slices);
    let known: BTreeSet<String> = steps.iter().map(|(s, m)| format!("{s}/{}", m.version)).collect();
    Ok(MigrationState {
        pending: steps
            .iter()
            .map(|(s, m)| format!("{s}/{}", m.version))
            .filter(|k| !done.contains(k))
            .collect(),
        unknown: done.difference(&known).cloned().collect(),
    })
}

/// Applies what is pending, each step in its own transaction; the names of the steps applied.
///
/// Two nodes starting at once take turns: PostgreSQL by an advisory lock, SQLite by its one writer.
pub async fn migrate(store: &Store, slices: &[&'static crate::Slice]) -> Result<Vec<String>> {
    // Not asked for where it stands: the account that serves may not make tables.
    if !store.has_table("schema_ledger").await? {
        make_ledger(&store.write).await?;
    }
    let state = pending(store, slices).await?;
    if !state.unknown.is_empty() {
        return Err(Error::fault(
            "migrate",
            format!(
                "the database was made by a newer program (steps unknown here: {})",
                state.unknown.join(", ")
            ),
        ));
    }
    let mut done = Vec::new();
    for (slice, step) in ordered(slices) {
        let key = format!("{slice}/{}", step.version);
        if !state.pending.contains(&key) {
            continue;
        }
        let tx = store.write.begin().await?;
        if store.engine() == Engine::Postgres {
            tx.execute_unprepared("SELECT pg_advisory_xact_lock(7301)").await?;
        }
        let already = tx
            .query_one_raw(sea_orm::Statement::from_sql_and_values(
                tx.get_database_backend(),
                "SELECT version FROM schema_ledger WHERE slice = $1 AND version = $2",
                vec![slice.into(), step.version.into()],
            ))
            .await?;
        if already.is_none() {
            apply(&tx, store.engine(), slice, &step, store.clock().now()).await?;
            done.push(key);
        }
        tx.commit().await?;
    }
    Ok(done)
}

async fn apply(
    tx: &DatabaseTransaction,
    engine: Engine,
    slice: &str,
    step: &Migration,
    at: Moment,
) -> Result<()> {
    let sql = match (engine, step.postgres) {
        (Engine::Postgres, Some(own)) => own,
        _ => step.sql,
    };
    tx.execute_unprepared(&for_engine(sql, engine))
        .await
        .map_err(|e| Error::fault(format!("migration {slice}/{}", step.version), e))?;
    tx.execute_raw(sea_orm::Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO schema_ledger (slice, version, applied_at) VALUES ($1, $2, $3)",
        vec![slice.into(), step.version.into(), at.micros().into()],
    ))
    .await?;
    Ok(())
}

/// Makes the schema of some steps in a transaction of the caller's; a step unknown here is a newer program's, and refused.
pub(super) async fn build(
    tx: &DatabaseTransaction,
    engine: Engine,
    slices: &[&'static crate::Slice],
    steps: &BTreeSet<String>,
    at: Moment,
) -> Result<()> {
    make_ledger(tx).await?;
    let mut left = steps.clone();
    for (slice, step) in ordered(slices) {
        if left.remove(&format!("{slice}/{}", step.version)) {
            apply(tx, engine, slice, &step, at).await?;
        }
    }
    match left.first() {
        None => Ok(()),
        Some(step) => {
            Err(Error::fault("schema", format!("a newer program made it (step unknown here: {step})")))
        }
    }
}

fn for_engine(sql: &str, engine: Engine) -> String {
    match engine {
        Engine::Sqlite => sql.replace("SERIAL_ID", "INTEGER PRIMARY KEY"),
        Engine::Postgres => sql.replace("SERIAL_ID", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
    }
}
