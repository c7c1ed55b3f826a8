//! Databases that tests copy instead of making each its own: the statements that make every table take longer than most tests.

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::slice::Slice;
use crate::store::Store;
use sea_orm::{ConnectionTrait, TransactionTrait};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What the tables of these slices depend on: the text of all their migrations.
pub(super) fn key(slices: &[&'static Slice]) -> String {
    let mut hash = Sha256::new();
    for slice in slices {
        hash.update(slice.name);
        for migration in slice.migrations {
            hash.update(migration.version);
            hash.update(migration.sql);
            hash.update(migration.postgres.unwrap_or_default());
        }
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Puts a copy of the SQLite file at `file` that `fill` made once for this `key`, on the clock `made`; `fill` closes what it
/// is given.
pub async fn sqlite_copy(
    key: &str,
    file: &Path,
    made: Clock,
    fill: impl AsyncFnOnce(Store) -> Result<()>,
) -> Result<()> {
    let folder = beside_the_program()?;
    let ready = folder.join(format!("{key}.db"));
    if !ready.exists() {
        std::fs::create_dir_all(&folder).map_err(|e| Error::fault("test folder", e))?;
        // In a folder of its own, so that no other process's write-ahead log can lie beside it.
        let own = tempfile::tempdir_in(&folder).map_err(|e| Error::fault("test folder", e))?;
        let whole = own.path().join("made.db");
        fill(Store::open_sqlite(&whole, made).await?).await?;
        if own.path().join("made.db-wal").exists() {
            return Err(Error::fault("test folder", "what was filled was not folded into its file"));
        }
        std::fs::rename(&whole, &ready).map_err(|e| Error::fault("test folder", e))?;
    }
    std::fs::copy(&ready, file).map_err(|e| Error::fault("test folder", e))?;
    Ok(())
}

/// A database `name` on the cluster of `url`, copied from one that `fill` made once for this `key`, on the clock `made`;
/// `fill` closes what it is given.
pub async fn postgres_copy(
    url: &str,
    key: &str,
    name: &str,
    (made, clock): (Clock, Clock),
    fill: impl AsyncFnOnce(Store) -> Result<()>,
) -> Result<Store> {
    let (base, _) =
        url.rsplit_once('/').ok_or_else(|| Error::fault("MOTCUA_TEST_DATABASE_URL", "no database name"))?;
    let template = format!("seed_{key}");
    let admin = sea_orm::Database::connect(url).await?;
    if !is_there(&admin, &template).await? {
        let turn = admin.begin().await?;
        turn.execute_unprepared("SELECT pg_advisory_xact_lock(7302)").await?;
        if !is_there(&admin, &template).await? {
            // Renamed when it is whole: nobody copies half a template.
            let own = format!("making_{}", std::process::id());
            admin.execute_unprepared(&format!("CREATE DATABASE {own}")).await?;
            fill(Store::open_postgres(&format!("{base}/{own}"), made).await?).await?;
            admin.execute_unprepared(&format!("ALTER DATABASE {own} RENAME TO {template}")).await?;
        }
        turn.commit().await?;
    }
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await?;
    // File by file: nothing of a test outlives its run, so nothing needs to stand in the write-ahead log.
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
        .await?;
    admin.close().await?;
    Store::open_postgres(&format!("{base}/{name}"), clock).await
}

async fn is_there(admin: &sea_orm::DatabaseConnection, database: &str) -> Result<bool> {
    let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{database}'");
    let asked = sea_orm::Statement::from_string(admin.get_database_backend(), sql);
    Ok(admin.query_one_raw(asked).await?.is_some())
}

/// A folder of the build, which goes with it.
fn beside_the_program() -> Result<PathBuf> {
    let program = std::env::current_exe().map_err(|e| Error::fault("test folder", e))?;
    let build = program.ancestors().nth(2).ok_or_else(|| Error::fault("test folder", "no folder"))?;
    Ok(build.join("motcua-templates"))
}
