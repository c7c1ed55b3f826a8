//! Opening the pools with the settings that keep every acknowledged write.

use crate::error::{Error, Result};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use std::path::Path;
use std::time::Duration;

/// Readers that may run beside the one writer.
const SQLITE_READERS: u32 = 8;

/// How long a connection to PostgreSQL is taken to be alive after its last statement.
const ALIVE_FOR: Duration = Duration::from_millis(500);

pub(super) async fn sqlite(path: &Path) -> Result<(DatabaseConnection, DatabaseConnection)> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|e| Error::fault(format!("making {}", folder.display()), e))?;
    }
    pools(&format!("sqlite://{}?mode=rwc", path.display())).await
}

/// Without making what is missing.
pub(super) async fn sqlite_existing(path: &Path) -> Result<(DatabaseConnection, DatabaseConnection)> {
    pools(&format!("sqlite://{}?mode=rw", path.display())).await
}

async fn pools(url: &str) -> Result<(DatabaseConnection, DatabaseConnection)> {
    // The writer first: it creates the file and switches on WAL before a reader looks.
    let write = Database::connect(sqlite_options(url, 1)).await?;
    let read = Database::connect(sqlite_options(url, SQLITE_READERS)).await?;
    Ok((read, write))
}

fn sqlite_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(20))
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|o| {
            o.journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(400)
                .pragma("cache_size", "-32768")
                .pragma("temp_store", "MEMORY")
                .pragma("journal_size_limit", "67108864")
        });
    options
}

/// Reading and writing by pools of their own: whoever holds a transaction and reads beside it must not wait for another who
/// does the same.
pub(super) async fn postgres(url: &str) -> Result<(DatabaseConnection, DatabaseConnection)> {
    Ok((postgres_pool(url).await?, postgres_pool(url).await?))
}

async fn postgres_pool(url: &str) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(16)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(4))
        // A server that was started anew leaves dead connections behind: none of them may answer a citizen. What was used
        // a moment ago was alive, and asking it first would cost every statement a second way there and back.
        .test_before_acquire(true)
        .test_before_acquire_if_idle_for(ALIVE_FOR)
        .sqlx_logging(false);
    Ok(Database::connect(options).await?)
}
