//! The database as a whole, table by table: read in one snapshot, or filled from nothing in one transaction.
//!
//! Backup, restore and copy stand on this. Columns are read from the engine's own catalogue, so that a database of an
//! older program is read as it is; both engines give the same rows in the same order.

use super::catalogue::{self, Kind, Shape};
use super::connect::PATIENT;
use super::line::{Line, Missing, Take};
use super::migrate::{self, Script};
use super::pace::aside;
use super::read::{named, statement, take_all};
use super::row::Found;
use super::{Engine, Pools, Read, Store};
use crate::error::{Error, Result};
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, IsolationLevel, StreamTrait, TransactionOptions,
    TransactionTrait, Value,
};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const WORK: &str = "whole database";
/// SQLite takes 32,766 parameters a statement, PostgreSQL 65,535.
const PARAMETERS: usize = 30_000;
/// Rows that travel together from SQLite's thread.
const BATCH: usize = 256;

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
    inner: Inner,
    /// References taken away while rows come in, with the statement that puts them back (PostgreSQL).
    put_back: Vec<String>,
}

enum Inner {
    /// A connection of its own, so that nobody who serves waits for it.
    Sqlite(Arc<Mutex<Line>>),
    Postgres(DatabaseTransaction),
}

impl Store {
    /// Everything as it is at this moment, whatever is written meanwhile.
    pub async fn snapshot(&self) -> Result<Whole> {
        let inner = match &self.pools {
            Pools::Sqlite { readers, .. } => begun(readers.line()?, "BEGIN")?,
            Pools::Postgres { read, .. } => {
                let options = TransactionOptions {
                    isolation_level: Some(IsolationLevel::RepeatableRead),
                    access_mode: Some(AccessMode::ReadOnly),
                    sqlite_transaction_mode: None,
                };
                Inner::Postgres(read.begin_with_options(options).await?)
            }
        };
        let whole = Whole { inner, put_back: Vec::new() };
        // The first read is what fixes the snapshot on both engines.
        whole.number("SELECT COUNT(*) FROM schema_ledger", vec![]).await?;
        Ok(whole)
    }

    /// An empty database, to be filled in one transaction; refused when it holds any table.
    pub async fn fill(&self) -> Result<Whole> {
        let inner = match &self.pools {
            Pools::Sqlite { writer, .. } => {
                let line = Line::open(writer.path(), Missing::Refuse, 32768, Duration::from_secs(10))?;
                begun(line, "BEGIN IMMEDIATE")?
            }
            Pools::Postgres { write, .. } => Inner::Postgres(write.begin().await?),
        };
        let whole = Whole { inner, put_back: Vec::new() };
        if whole.engine() == Engine::Postgres {
            // A server that starts meanwhile waits with its migrations, and then finds them done.
            whole.run(PATIENT).await?;
            whole.run("SELECT pg_advisory_xact_lock(7301)").await?;
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

fn begun(line: Line, how: &str) -> Result<Inner> {
    line.batch(how)?;
    Ok(Inner::Sqlite(Arc::new(Mutex::new(line))))
}

fn with<R>(line: &Mutex<Line>, work: impl FnOnce(&Line) -> Result<R>) -> Result<R> {
    aside(|| work(&line.lock().unwrap_or_else(PoisonError::into_inner)))
}

#[async_trait]
impl Read for Whole {
    async fn each(&self, sql: &str, params: Vec<Value>, take: &mut Take<'_>) -> Result<()> {
        match &self.inner {
            Inner::Sqlite(line) => {
                with(line, |line| line.each(sql, &params, take)).map_err(|e| named(sql, e))
            }
            Inner::Postgres(tx) => take_all(tx.query_all_raw(statement(sql, params)).await, sql, take),
        }
    }
}

#[async_trait]
impl Script for Whole {
    async fn run(&self, sql: &str) -> Result<()> {
        match &self.inner {
            Inner::Sqlite(line) => with(line, |line| line.batch(sql)).map_err(|e| named(sql, e)),
            Inner::Postgres(tx) => {
                tx.execute_unprepared(sql).await.map_err(|e| named(sql, e))?;
                Ok(())
            }
        }
    }

    async fn change(&self, sql: &str, params: Vec<Value>) -> Result<()> {
        match &self.inner {
            Inner::Sqlite(line) => {
                with(line, |line| line.exec(sql, &params)).map_err(|e| named(sql, e))?;
            }
            Inner::Postgres(tx) => {
                tx.execute_raw(statement(sql, params)).await.map_err(|e| named(sql, e))?;
            }
        }
        Ok(())
    }
}

impl Whole {
    /// The engine behind it.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Steps of the schema that were applied, as "slice/version".
    pub async fn steps(&self) -> Result<BTreeSet<String>> {
        migrate::applied(self).await
    }

    /// The declared tables that are there, with their columns; what an engine derives from others is left out.
    pub async fn shapes(&self, slices: &[&'static crate::Slice]) -> Result<Vec<Shape>> {
        catalogue::shapes(self, self.engine(), slices).await
    }

    /// All rows of a table in the order of its key, as they come from the engine: memory stays bounded.
    pub async fn rows_of<'a>(&'a self, shape: &'a Shape) -> Result<BoxStream<'a, Result<Vec<Datum>>>> {
        let columns = shape.columns.iter().map(|c| c.quoted()).collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT {columns} FROM {} ORDER BY {}", shape.table, shape.order(self.engine()));
        match &self.inner {
            Inner::Sqlite(line) => Ok(streamed(line.clone(), sql, shape)),
            Inner::Postgres(tx) => {
                let rows =
                    tx.stream_raw(statement(&sql, vec![])).await.map_err(|e| named(&shape.table, e))?;
                Ok(rows
                    .map(move |row| {
                        let row = row.map_err(|e| named(&shape.table, e))?;
                        data(&Found::Postgres(&row), shape.columns.iter().map(|c| c.kind))
                    })
                    .boxed())
            }
        }
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
        migrate::build(self, self.engine(), slices, steps, at).await?;
        for (table, name, definition) in catalogue::references(self, self.engine()).await? {
            self.run(&format!("ALTER TABLE {table} DROP CONSTRAINT \"{name}\"")).await?;
            self.put_back.push(format!("ALTER TABLE {table} ADD CONSTRAINT \"{name}\" {definition}"));
        }
        if self.engine() == Engine::Sqlite {
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
                    match self.engine() {
                        Engine::Sqlite => sql.push('?'),
                        Engine::Postgres => sql.push_str(&format!("${}", at * width + column + 1)),
                    }
                    params.push(value(datum, shape.kind));
                }
                sql.push(')');
            }
            self.change(&sql, params).await?;
        }
        Ok(())
    }

    /// After the last row: references hold again and are checked, numbering goes on above the rows, search finds them.
    pub async fn complete(&mut self, slices: &[&'static crate::Slice]) -> Result<()> {
        for statement in std::mem::take(&mut self.put_back) {
            self.run(&statement).await?;
        }
        for shape in self.shapes(slices).await? {
            if self.engine() == Engine::Postgres && shape.numbered() {
                let sql = format!(
                    "SELECT setval(pg_get_serial_sequence('{0}', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM {0}",
                    shape.table
                );
                self.run(&sql).await?;
            }
        }
        if self.engine() == Engine::Sqlite {
            if catalogue::tables(self).await?.iter().any(|t| t == "search_words") {
                for (words, of) in [("search_words", "many"), ("search_words_few", "NOT many")] {
                    self.run(&format!(
                        "INSERT INTO {words} (rowid, folded) SELECT id, folded FROM search_entry WHERE {of}"
                    ))
                    .await?;
                }
            }
            if let Some((table,)) = self.row::<(String,)>("PRAGMA foreign_key_check", vec![]).await? {
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
        match self.inner {
            Inner::Sqlite(line) => with(&line, |line| line.batch("COMMIT")),
            Inner::Postgres(tx) => Ok(tx.commit().await?),
        }
    }

    /// Undoes what was filled, and ends a snapshot.
    pub async fn close(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(line) => with(&line, |line| line.batch("ROLLBACK")),
            Inner::Postgres(tx) => Ok(tx.rollback().await?),
        }
    }
}

/// Rows as a thread of their own reads them: it waits when nobody takes them, so that memory stays bounded.
fn streamed<'a>(line: Arc<Mutex<Line>>, sql: String, shape: &'a Shape) -> BoxStream<'a, Result<Vec<Datum>>> {
    let kinds: Vec<Kind> = shape.columns.iter().map(|c| c.kind).collect();
    let (send, receive) = tokio::sync::mpsc::channel::<Result<Vec<Vec<Datum>>>>(2);
    tokio::task::spawn_blocking(move || {
        let mut batch = Vec::with_capacity(BATCH);
        let read = line.lock().unwrap_or_else(PoisonError::into_inner).each(&sql, &[], &mut |row| {
            batch.push(data(row, kinds.iter().copied())?);
            if batch.len() == BATCH {
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                // Nobody takes them any more: what is left need not be read.
                send.blocking_send(Ok(full)).map_err(|_| Error::fault(WORK, "not read to its end"))?;
            }
            Ok(())
        });
        // Who is gone need not be told.
        let _ = send.blocking_send(read.map(|()| batch).map_err(|e| named(&sql, e)));
    });
    stream::unfold(receive, |mut receive| async { receive.recv().await.map(|batch| (batch, receive)) })
        .flat_map(|batch| match batch {
            Ok(rows) => stream::iter(rows.into_iter().map(Ok)).left_stream(),
            Err(error) => stream::iter([Err(error)]).right_stream(),
        })
        .boxed()
}

fn data(row: &Found<'_>, kinds: impl Iterator<Item = Kind>) -> Result<Vec<Datum>> {
    kinds.enumerate().map(|(at, kind)| datum(row, at, kind)).collect()
}

fn datum(row: &Found<'_>, at: usize, kind: Kind) -> Result<Datum> {
    Ok(match kind {
        Kind::Int => row.at::<Option<i64>>(at)?.map_or(Datum::Null, Datum::Int),
        Kind::Text => row.at::<Option<String>>(at)?.map_or(Datum::Null, Datum::Text),
        Kind::Bool => row.at::<Option<bool>>(at)?.map_or(Datum::Null, Datum::Bool),
        Kind::Real => row.at::<Option<f64>>(at)?.map_or(Datum::Null, Datum::Real),
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
