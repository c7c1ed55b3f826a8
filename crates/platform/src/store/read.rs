//! Reading rows by plain SQL, outside or inside a transaction.

use super::line::Take;
use super::row::{Found, FromRow, Reader};
use super::tx::Inner;
use super::{Pools, Store, Tx, dead};
use crate::error::{Error, Result};
use crate::trace;
use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};

/// Where rows can be read: the store (its reader pool) or a transaction.
///
/// SQL has `$1, $2` placeholders and is the same text on both databases.
#[async_trait]
pub trait Read: Sync {
    /// Runs a query and hands over each row as the engine gives it.
    async fn each(&self, sql: &str, params: Vec<Value>, take: &mut Take<'_>) -> Result<()>;

    /// All rows of a query.
    async fn rows<T: FromRow>(&self, sql: &str, params: Vec<Value>) -> Result<Vec<T>>
    where
        Self: Sized,
    {
        gather(self, sql, params).await
    }

    /// The first row of a query, if any.
    async fn row<T: FromRow>(&self, sql: &str, params: Vec<Value>) -> Result<Option<T>>
    where
        Self: Sized,
    {
        let mut first = None;
        let mut reader = Reader::default();
        self.each(sql, params, &mut |found| {
            if first.is_none() {
                first = Some(reader.read(found)?);
            }
            Ok(())
        })
        .await?;
        Ok(first)
    }

    /// A whole number from the first column of the first row; 0 when there is no row or it is null.
    async fn number(&self, sql: &str, params: Vec<Value>) -> Result<i64>
    where
        Self: Sized,
    {
        let row: Option<(Option<i64>,)> = self.row(sql, params).await?;
        Ok(row.and_then(|(number,)| number).unwrap_or(0))
    }
}

/// All rows of a query, from whatever reads.
///
/// # Errors
/// A fault that names the statement.
pub async fn gather<T: FromRow>(db: &(impl Read + ?Sized), sql: &str, params: Vec<Value>) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    let mut reader = Reader::default();
    db.each(sql, params, &mut |found| {
        rows.push(reader.read(found)?);
        Ok(())
    })
    .await?;
    Ok(rows)
}

/// What PostgreSQL answers, of which rows are then taken.
pub(super) fn take_all(rows: Result<Vec<QueryResult>, DbErr>, sql: &str, take: &mut Take<'_>) -> Result<()> {
    for row in rows.map_err(|e| named(sql, e))? {
        take(&Found::Postgres(&row)).map_err(|e| named(sql, e))?;
    }
    Ok(())
}

pub(super) fn statement(sql: &str, params: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, params)
}

/// An error that names the statement it came from.
pub(super) fn named(sql: &str, err: impl Into<Error>) -> Error {
    match err.into() {
        Error::Fault(mut fault) => {
            fault.text = format!("{} in {}", fault.text, sql.chars().take(200).collect::<String>());
            Error::Fault(fault)
        }
        other => other,
    }
}

#[async_trait]
impl Read for Store {
    async fn each(&self, sql: &str, params: Vec<Value>, take: &mut Take<'_>) -> Result<()> {
        self.count_one();
        match &self.pools {
            Pools::Sqlite { readers, .. } => {
                let asked = trace::statement(DbBackend::Sqlite, sql, readers.each(sql, &params, take)).await;
                asked.map_err(|e| named(sql, e))
            }
            Pools::Postgres { read, .. } => {
                let ask = dead::past(|| read.query_all_raw(statement(sql, params.clone())));
                take_all(trace::statement(DbBackend::Postgres, sql, ask).await, sql, take)
            }
        }
    }
}

#[async_trait]
impl Read for Tx {
    async fn each(&self, sql: &str, params: Vec<Value>, take: &mut Take<'_>) -> Result<()> {
        self.store().count_one();
        match self.inner() {
            Inner::Sqlite(place) => {
                let ask = async { place.each(sql, &params, take) };
                trace::statement(DbBackend::Sqlite, sql, ask).await.map_err(|e| named(sql, e))
            }
            Inner::Postgres(inner) => {
                let ask = inner.query_all_raw(statement(sql, params));
                take_all(trace::statement(DbBackend::Postgres, sql, ask).await, sql, take)
            }
        }
    }
}
