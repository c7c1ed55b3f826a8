//! The database: SQLite in the data folder by default, PostgreSQL by URL, the same SQL on both.
//! Reading goes through [`Read`]; every change goes through [`Store::write`].

mod behind;
mod catalogue;
mod connect;
mod dead;
mod group;
mod line;
mod migrate;
mod pace;
mod read;
mod readers;
mod rights;
mod row;
mod tx;
mod whole;

pub use behind::Behind;
pub use catalogue::{Column, Kind, Shape};
pub use line::Take;
pub use migrate::{Migration, MigrationState, migrate, pending};
pub use read::{Read, gather};
pub use rights::{APPEND_ONLY, grant};
pub use row::{Cell, Found, FromRow, Reader, Row};
pub use rows::FromRow;
pub use tx::{Actor, ActorKind, SYSTEM, Tx};
pub use whole::{Datum, Whole};

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::events::Topics;
use crate::ledger::Proven;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// Which database engine serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file in the data folder.
    Sqlite,
    /// A server, by `DATABASE_URL`.
    Postgres,
}

/// The connections of an engine.
#[derive(Clone)]
enum Pools {
    Sqlite { readers: Arc<readers::Readers>, writer: group::Writer },
    Postgres { read: DatabaseConnection, write: DatabaseConnection },
}

/// The pools: readers and writers apart, and for SQLite exactly one writer, so that writers queue instead of failing.
#[derive(Clone)]
pub struct Store {
    pools: Pools,
    replica: Option<DatabaseConnection>,
    clock: Clock,
    asked: Arc<AtomicU64>,
    pub(crate) topics: Arc<OnceLock<Topics>>,
    pub(crate) wake: Arc<tokio::sync::Notify>,
    pub(crate) proven: Arc<Proven>,
}

impl Store {
    /// Opens SQLite at `path` (made if missing; WAL, `synchronous=FULL`, foreign keys).
    pub async fn open_sqlite(path: &Path, clock: Clock) -> Result<Store> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|e| Error::fault(format!("making {}", folder.display()), e))?;
        }
        Store::sqlite(path, line::Missing::Make, clock)
    }

    /// Opens SQLite at `path` as it is: a missing file is an error, and is not made.
    pub async fn open_sqlite_existing(path: &Path, clock: Clock) -> Result<Store> {
        Store::sqlite(path, line::Missing::Refuse, clock)
    }

    fn sqlite(path: &Path, missing: line::Missing, clock: Clock) -> Result<Store> {
        let writer = group::Writer::open(path.to_owned(), missing)?;
        let readers = Arc::new(readers::Readers::new(path.to_owned()));
        Ok(Store::of(Pools::Sqlite { readers, writer }, clock))
    }

    /// Connects to PostgreSQL.
    pub async fn open_postgres(url: &str, clock: Clock) -> Result<Store> {
        let (read, write) = connect::postgres(url).await?;
        Ok(Store::of(Pools::Postgres { read, write }, clock))
    }

    fn of(pools: Pools, clock: Clock) -> Store {
        Store {
            pools,
            replica: None,
            clock,
            asked: Arc::default(),
            topics: Arc::default(),
            wake: Arc::default(),
            proven: Arc::default(),
        }
    }

    /// The same store with a read replica beside it, which [`Store::behind`] asks.
    ///
    /// # Errors
    /// A fault when the store is a file, which has none.
    pub async fn with_replica(self, url: &str) -> Result<Store> {
        if self.engine() == Engine::Sqlite {
            return Err(Error::fault("setting replica_url", "SQLite has no replicas; set database_url too"));
        }
        Ok(Store { replica: Some(connect::postgres_behind(url).await?), ..self })
    }

    /// For what may be seconds old (boards, search): the replica where there is one.
    pub fn behind(&self) -> Behind {
        Behind { replica: self.replica.clone(), store: self.clone() }
    }

    /// The same store with another clock: a demo city lives in its own year.
    pub fn with_clock(self, clock: Clock) -> Store {
        Store { clock, ..self }
    }

    /// Whether the database has a table of this name.
    pub async fn has_table(&self, name: &str) -> Result<bool> {
        let sql = match self.engine() {
            Engine::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
            Engine::Postgres => {
                "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1"
            }
        };
        Ok(self.number(sql, vec![name.into()]).await? > 0)
    }

    /// Takes away every table that the slices declare: only for a demo city that was half built.
    pub async fn wipe(&self, slices: &[&'static crate::Slice]) -> Result<()> {
        let cascade = if self.engine() == Engine::Postgres { " CASCADE" } else { "" };
        // SQLite asks references row by row while dropping; all of them go.
        let is_file = self.engine() == Engine::Sqlite;
        let mut all = if is_file { "PRAGMA foreign_keys = OFF; ".to_owned() } else { String::new() };
        for table in slices.iter().flat_map(|s| s.tables).copied().chain(["schema_ledger"]) {
            if table != "installation" {
                all.push_str(&format!("DROP TABLE IF EXISTS {table}{cascade}; "));
            }
        }
        if is_file {
            all.push_str("PRAGMA foreign_keys = ON");
        }
        self.outside(&all).await
    }

    /// Runs statements, one after the other in a text, outside of any transaction.
    pub(crate) async fn outside(&self, sql: &str) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => writer.outside(sql).await,
            Pools::Postgres { write, .. } => {
                write.execute_unprepared(sql).await?;
                Ok(())
            }
        }
    }

    /// Statements asked since the store was opened, begins and commits among them. On PostgreSQL each is a way there and
    /// back, which costs more than most of what they do: what a page may ask is held by a test.
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    fn count_one(&self) {
        self.asked.fetch_add(1, Ordering::Relaxed);
    }

    /// The connections of each pool: (which, open, of them idle).
    pub fn connections(&self) -> Vec<(&'static str, u32, usize)> {
        let [read, write] = match &self.pools {
            Pools::Sqlite { readers, writer } => [readers.count(), writer.count()],
            Pools::Postgres { read, write } => [read, write].map(|pool| {
                let pool = pool.get_postgres_connection_pool();
                (pool.size(), pool.num_idle())
            }),
        };
        vec![("read", read.0, read.1), ("write", write.0, write.1)]
    }

    /// The engine behind this store.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// The clock whose time goes into the journal.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Begins a change: an immediate transaction that ends with [`Tx::commit`], or is undone when dropped.
    ///
    /// The one door for writing: a commit that changed rows without a journal entry is a fault.
    pub async fn write(&self, by: &Actor) -> Result<Tx> {
        Tx::begin(self, by.clone(), true).await
    }

    /// Begins a transaction for the platform's own bookkeeping (sessions, queue, index, maintained figures), which is not journalled.
    pub async fn housekeeping(&self) -> Result<Tx> {
        Tx::begin(self, Actor::system(), false).await
    }

    /// Closes the pools; SQLite folds its write-ahead log into the file.
    pub async fn close(&self) -> Result<()> {
        if let Some(replica) = &self.replica {
            replica.clone().close().await?;
        }
        match &self.pools {
            Pools::Sqlite { readers, writer } => {
                readers.close();
                writer.close().await
            }
            Pools::Postgres { read, write } => {
                read.clone().close().await?;
                Ok(write.clone().close().await?)
            }
        }
    }
}
