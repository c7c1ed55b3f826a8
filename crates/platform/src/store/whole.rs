//! The database as a whole, table by table: read in one snapshot, or filled from nothing in one transaction.
//!
//! Backup, restore and copy stand on this. Columns are read from the engine's own catalogue, so that a database of an
//! older program is read as it is; both engines give the same rows in the same order.

use super::catalogue::{self, Kind, Shape};
use super::read::{named, query};
use super::{Engine, Read, Store, migrate};
use crate::error::{Error, Result};
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, IsolationLevel, SqliteTransactionMode,
    Statement, StreamTrait, TransactionOptions, TransactionTrait, Value,
};
use std::collections::BTreeSet;

const WORK: &str = "whole database";
/// SQLite takes 32,766 parameters a statement, PostgreSQL 65,535.
const PARAMETERS: usize = 30_000;

/// One value of a row, the same on both engines.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// No value.
    Null,
    /// Whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Truth.
    Bool(bool),
    /// Number with fractions.
    Real(f64),
}

/// All tables in one transaction: a snapshot to read, or an empty database to fill; undone unless committed.
pub struct Whole {
    tx: DatabaseTransaction,
    engine: Engine,
    /// References taken away while rows come in, with the statement that puts them back (PostgreSQL).
    put_back: Vec<String>,
}

impl Store {
    /// Everything as it is at this moment, whatever is written meanwhile.
    pub async fn snapshot(&self) -> Result<Whole> {
        let postgres = self.engine() == Engine::Postgres;
        let options = TransactionOptions {
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: (!postgres).then_some(SqliteTransactionMode::Deferred),
        };
        let tx = self.read.begin_with_options(options).await?;
        let whole = Whole { tx, engine: self.engine(), put_back: Vec::new() };
        // The first read is what fixes the snapshot on both engines.
        whole.number("SELECT COUNT(*) FROM schema_ledger", vec![]).await?;
        Ok(whole)
    }

    /// An empty database, to be filled in one transaction; refused when it holds any table.
    pub async fn fill(&self) -> Result<Whole> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.engine() == Engine::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let tx = self.write.begin_with_options(options).await?;
        let whole = Whole { tx, engine: self.engine(), put_back: Vec::new() };
        if whole.engine == Engine::Postgres {
            // A server that starts meanwhile waits with its migrations, and then finds them done.
            whole.raw("SELECT pg_advisory_xact_lock(7301)", vec![]).await?;
        }
        let there = catalogue::tables(&whole).await?;
        match there.first() {
            None => Ok(whole),
            Some(table) => {
                Err(Error::fault(WORK, format!("the database is not empty: it has the table {table}")))
            }
        }
    }
}

#[async_trait]
impl Read for Whole {
    async fn raw(&self, sql: &str, params: Vec<Value>) -> Result<Vec<sea_orm::QueryResult>> {
        query(&self.tx, self.backend(), sql, params).await
    }
}

impl Whole {
    /// The engine behind it.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Steps of the schema that were applied, as "slice/version".
    pub async fn steps(&self) -> Result<BTreeSet<String>> {
        migrate::applied(self).await
    }

    /// The declared tables that are there, with their columns; what an engine derives from others is left out.
    pub async fn shapes(&self, slices: &[&'static crate::Slice]) -> Result<Vec<Shape>> {
        catalogue::shapes(self, self.engine, slices).await
    }

    /// All rows of a table in the order of its key, as they come from the engine: memory stays bounded.
    pub async fn rows_of<'a>(&'a self, shape: &'a Shape) -> Result<BoxStream<'a, Result<Vec<Datum>>>> {
        let columns = shape.columns.iter().map(|c| c.quoted()).collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT {columns} FROM {} ORDER BY {}", shape.table, shape.order(self.engine));
        let statement = Statement::from_string(self.backend(), sql);
        let rows = self.tx.stream_raw(statement).await.map_err(|e| named(&shape.table, e))?;
        Ok(rows
            .map(move |row| {
                let row = row.map_err(|e| named(&shape.table, e))?;
                shape.columns.iter().enumerate().map(|(at, c)| datum(&row, at, c.kind)).collect()
            })
            .boxed())
    }

    /// Makes the schema of these steps; what the steps themselves put into tables is taken out again.
    ///
    /// A step that this program does not know was made by a newer one: refused.
    pub async fn build(
        &mut self,
        slices: &[&'static crate::Slice],
        steps: &BTreeSet<String>,
        at: kernel::Moment,
    ) -> Result<()> {
        migrate::build(&self.tx, self.engine, slices, steps, at).await?;
        for (table, name, definition) in catalogue::references(self, self.engine).await? {
            self.run(&format!("ALTER TABLE {table} DROP CONSTRAINT \"{name}\"")).await?;
            self.put_back.push(format!("ALTER TABLE {table} ADD CONSTRAINT \"{name}\" {definition}"));
        }
        if self.engine == Engine::Sqlite {
            self.run("PRAGMA defer_foreign_keys = ON").await?;
        }
        for shape in self.shapes(slices).await? {
            self.run(&format!("DELETE FROM {}", shape.table)).await?;
        }
        Ok(())
    }

    /// Puts rows into a table; each has a value for every column of the shape.
    pub async fn put(&self, shape: &Shape, rows: &[Vec<Datum>]) -> Result<()> {
        let width = shape.columns.len();
        let columns = shape.columns.iter().map(|c| c.quoted()).collect::<Vec<_>>().join(", ");
        for chunk in rows.chunks((PARAMETERS / width.max(1)).clamp(1, 500)) {
            let mut sql = format!("INSERT INTO {} ({columns}) VALUES ", shape.table);
            let mut params = Vec::with_capacity(chunk.len() * width);
            for (at, row) in chunk.iter().enumerate() {
                if row.len() != width {
                    return Err(Error::fault(&shape.table, "a row has more or fewer values than columns"));
                }
                sql.push_str(if at == 0 { "(" } else { ", (" });
                for (column, (datum, shape)) in row.iter().zip(&shape.columns).enumerate() {
                    if column > 0 {
                        sql.push_str(", ");
                    }
                    // SQLite looks a numbered placeholder up among all before it.
                    match self.engine {
                        Engine::Sqlite => sql.push('?'),
                        Engine::Postgres => sql.push_str(&format!("${}", at * width + column + 1)),
                    }
                    params.push(value(datum, shape.kind));
                }
                sql.push(')');
            }
            let statement = Statement::from_sql_and_values(self.backend(), &sql, params);
            self.tx.execute_raw(statement).await.map_err(|e| named(&sql, e))?;
        }
        Ok(())
    }

    /// After the last row: references hold again and are checked, numbering goes on above the rows, search finds them.
    pub async fn complete(&mut self, slices: &[&'static crate::Slice]) -> Result<()> {
        for statement in std::mem::take(&mut self.put_back) {
            self.run(&statement).await?;
        }
        for shape in self.shapes(slices).await? {
            if self.engine == Engine::Postgres && shape.numbered() {
                let sql = format!(
                    "SELECT setval(pg_get_serial_sequence('{0}', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM {0}",
                    shape.table
                );
                self.raw(&sql, vec![]).await?;
            }
        }
        if self.engine == Engine::Sqlite {
            if catalogue::tables(self).await?.iter().any(|t| t == "search_words") {
                self.run("INSERT INTO search_words (rowid, folded) SELECT id, folded FROM search_entry")
                    .await?;
            }
            if let Some(row) = self.raw("PRAGMA foreign_key_check", vec![]).await?.first() {
                let table: String = row.try_get_by_index(0).unwrap_or_default();
                return Err(Error::fault(
                    WORK,
                    format!("a row of {table} refers to a row that is not there"),
                ));
            }
        }
        Ok(())
    }

    /// Makes what was filled durable.
    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }

    /// Undoes what was filled, and ends a snapshot.
    pub async fn close(self) -> Result<()> {
        Ok(self.tx.rollback().await?)
    }

    fn backend(&self) -> DbBackend {
        ConnectionTrait::get_database_backend(&self.tx)
    }

    async fn run(&self, sql: &str) -> Result<()> {
        self.tx.execute_unprepared(sql).await.map_err(|e| named(sql, e))?;
        Ok(())
    }
}

fn datum(row: &sea_orm::QueryResult, at: usize, kind: Kind) -> Result<Datum> {
    let failed = |e: sea_orm::TryGetError| Error::fault(WORK, format!("column {at}: {e:?}"));
    Ok(match kind {
        Kind::Int => {
            row.try_get_by_index_nullable::<Option<i64>>(at).map_err(failed)?.map_or(Datum::Null, Datum::Int)
        }
        Kind::Text => row
            .try_get_by_index_nullable::<Option<String>>(at)
            .map_err(failed)?
            .map_or(Datum::Null, Datum::Text),
        Kind::Bool => row
            .try_get_by_index_nullable::<Option<bool>>(at)
            .map_err(failed)?
            .map_or(Datum::Null, Datum::Bool),
        Kind::Real => {
            row.try_get_by_index_nullable::<Option<f64>>(at).map_err(failed)?.map_or(Datum::Null, Datum::Real)
        }
    })
}

/// PostgreSQL wants even a missing value to have its type.
fn value(datum: &Datum, kind: Kind) -> Value {
    match (datum, kind) {
        (Datum::Int(n), _) => Value::BigInt(Some(*n)),
        (Datum::Text(t), _) => Value::String(Some(t.clone())),
        (Datum::Bool(b), _) => Value::Bool(Some(*b)),
        (Datum::Real(x), _) => Value::Double(Some(*x)),
        (Datum::Null, Kind::Int) => Value::BigInt(None),
        (Datum::Null, Kind::Text) => Value::String(None),
        (Datum::Null, Kind::Bool) => Value::Bool(None),
        (Datum::Null, Kind::Real) => Value::Double(None),
    }
}
