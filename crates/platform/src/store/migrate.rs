//! One ordered run of every slice's migrations, with a ledger; a database from a newer program is refused.

use super::connect::PATIENT;
use super::whole::Whole;
use super::{Engine, Read, Store, Tx};
use crate::error::{Error, Result};
use crate::store::FromRow;
use async_trait::async_trait;
use kernel::Moment;
use sea_orm::Value;
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

#[derive(FromRow)]
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

/// What a schema can be made in.
#[async_trait]
pub(super) trait Script: Read {
    async fn run(&self, sql: &str) -> Result<()>;
    async fn change(&self, sql: &str, params: Vec<Value>) -> Result<()>;
}

#[async_trait]
impl Script for Tx {
    async fn run(&self, sql: &str) -> Result<()> {
        self.batch(sql).await
    }

    async fn change(&self, sql: &str, params: Vec<Value>) -> Result<()> {
        self.exec_unmarked(sql, params).await.map(|_| ())
    }
}

async fn make_ledger(db: &impl Script) -> Result<()> {
    db.run(
        "CREATE TABLE IF NOT EXISTS schema_ledger (slice TEXT NOT NULL, version TEXT NOT NULL, \
             applied_at BIGINT NOT NULL, PRIMARY KEY (slice, version))",
    )
    .await
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
        let tx = store.housekeeping().await?;
        make_ledger(&tx).await?;
        tx.commit().await?;
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
        let tx = store.housekeeping().await?;
        if store.engine() == Engine::Postgres {
            tx.batch(PATIENT).await?;
            tx.batch("SELECT pg_advisory_xact_lock(7301)").await?;
        }
        let already = "SELECT COUNT(*) FROM schema_ledger WHERE slice = $1 AND version = $2";
        if tx.number(already, vec![slice.into(), step.version.into()]).await? == 0 {
            apply(&tx, store.engine(), slice, &step, store.clock().now()).await?;
            done.push(key);
        }
        tx.commit().await?;
    }
    Ok(done)
}

async fn apply(db: &impl Script, engine: Engine, slice: &str, step: &Migration, at: Moment) -> Result<()> {
    let sql = match (engine, step.postgres) {
        (Engine::Postgres, Some(own)) => own,
        _ => step.sql,
    };
    db.run(&for_engine(sql, engine))
        .await
        .map_err(|e| Error::fault(format!("migration {slice}/{}", step.version), e))?;
    db.change(
        "INSERT INTO schema_ledger (slice, version, applied_at) VALUES ($1, $2, $3)",
        vec![slice.into(), step.version.into(), at.micros().into()],
    )
    .await
}

/// Makes the schema of some steps in a transaction of the caller's; a step unknown here is a newer program's, and refused.
pub(super) async fn build(
    whole: &Whole,
    engine: Engine,
    slices: &[&'static crate::Slice],
    steps: &BTreeSet<String>,
    at: Moment,
) -> Result<()> {
    make_ledger(whole).await?;
    let mut left = steps.clone();
    for (slice, step) in ordered(slices) {
        if left.remove(&format!("{slice}/{}", step.version)) {
            apply(whole, engine, slice, &step, at).await?;
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
