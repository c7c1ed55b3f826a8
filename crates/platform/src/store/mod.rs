//! The database: SQLite in the data folder by default, PostgreSQL by URL, the same SQL on both.
//! Reading goes through [`Read`]; every change goes through [`Store::write`].

mod behind;
mod catalogue;
mod connect;
mod dead;
mod group;
mod migrate;
mod read;
mod rights;
mod tx;
mod whole;

pub use behind::Behind;
pub use catalogue::{Column, Kind, Shape};
pub use migrate::{Migration, MigrationState, migrate, pending};
pub use read::Read;
pub use rights::{APPEND_ONLY, grant};
pub use tx::{Actor, ActorKind, Tx};
pub use whole::{Datum, Whole};

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::events::Topics;
use sea_orm::DatabaseConnection;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Which database engine serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file in the data folder.
    Sqlite,
    /// A server, by `DATABASE_URL`.
    Postgres,
}

/// The pools: readers and writers apart, and for SQLite exactly one writer, so that writers queue instead of failing.
#[derive(Clone)]
pub struct Store {
    pub(crate) read: DatabaseConnection,
    pub(crate) write: DatabaseConnection,
    replica: Option<DatabaseConnection>,
    seats: group::Seats,
    engine: Engine,
    clock: Clock,
    pub(crate) topics: Arc<OnceLock<Topics>>,
    pub(crate) wake: Arc<tokio::sync::Notify>,
}

impl Store {
    /// Opens SQLite at `path` (made if missing; WAL, `synchronous=FULL`, foreign keys).
    pub async fn open_sqlite(path: &Path, clock: Clock) -> Result<Store> {
        let (read, write) = connect::sqlite(path).await?;
        Ok(Store::of(read, write, Engine::Sqlite, clock))
    }

    /// Opens SQLite at `path` as it is: a missing file is an error, and is not made.
    pub async fn open_sqlite_existing(path: &Path, clock: Clock) -> Result<Store> {
        let (read, write) = connect::sqlite_existing(path).await?;
        Ok(Store::of(read, write, Engine::Sqlite, clock))
    }

    /// Connects to PostgreSQL.
    pub async fn open_postgres(url: &str, clock: Clock) -> Result<Store> {
        let (read, write) = connect::postgres(url).await?;
        Ok(Store::of(read, write, Engine::Postgres, clock))
    }

    fn of(read: DatabaseConnection, write: DatabaseConnection, engine: Engine, clock: Clock) -> Store {
        Store {
            read,
            write,
            replica: None,
            seats: Arc::default(),
            engine,
            clock,
            topics: Arc::default(),
            wake: Arc::default(),
        }
    }

    /// The same store with a read replica beside it, which [`Store::behind`] asks.
    ///
    /// # Errors
    /// A fault when the store is a file, which has none.
    pub async fn with_replica(self, url: &str) -> Result<Store> {
        if self.engine == Engine::Sqlite {
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
        let sql = match self.engine {
            Engine::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
            Engine::Postgres => {
                "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1"
            }
        };
        Ok(self.number(sql, vec![name.into()]).await? > 0)
    }

    /// Takes away every table that the slices declare: only for a demo city that was half built.
    pub async fn wipe(&self, slices: &[&'static crate::Slice]) -> Result<()> {
        use sea_orm::ConnectionTrait;
        let cascade = if self.engine == Engine::Postgres { " CASCADE" } else { "" };
        // SQLite asks references row by row while dropping; all of them go.
        if self.engine == Engine::Sqlite {
            self.write.execute_unprepared("PRAGMA foreign_keys = OFF").await?;
        }
        for table in slices.iter().flat_map(|s| s.tables).copied().chain(["schema_ledger"]) {
            if table != "installation" {
                self.write.execute_unprepared(&format!("DROP TABLE IF EXISTS {table}{cascade}")).await?;
            }
        }
        if self.engine == Engine::Sqlite {
            self.write.execute_unprepared("PRAGMA foreign_keys = ON").await?;
        }
        Ok(())
    }

    /// The connections of each pool: (which, open, of them idle).
    pub fn connections(&self) -> Vec<(&'static str, u32, usize)> {
        let pools = [("read", &self.read), ("write", &self.write)];
        let counted = pools.map(|(name, pool)| match self.engine {
            Engine::Sqlite => {
                let pool = pool.get_sqlite_connection_pool();
                (name, pool.size(), pool.num_idle())
            }
            Engine::Postgres => {
                let pool = pool.get_postgres_connection_pool();
                (name, pool.size(), pool.num_idle())
            }
        });
        counted.into()
    }

    /// The engine behind this store.
    pub fn engine(&self) -> Engine {
        self.engine
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
        if self.engine == Engine::Sqlite {
            use sea_orm::ConnectionTrait;
            self.write.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        if let Some(replica) = &self.replica {
            replica.clone().close().await?;
        }
        self.read.clone().close().await?;
        self.write.clone().close().await?;
        Ok(())
    }
}
