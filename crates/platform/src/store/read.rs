//! Reading rows by plain SQL, outside or inside a transaction.

use super::{Engine, Store, Tx, dead};
use crate::error::{Error, Result};
use crate::trace;
use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};

/// Where rows can be read: the store (its reader pool) or a transaction.
///
/// SQL has `$1, $2` placeholders and is the same text on both databases.
#[async_trait]
pub trait Read: Sync {
    /// Runs a query and hands over the raw rows.
    async fn raw(&self, sql: &str, params: Vec<Value>) -> Result<Vec<sea_orm::QueryResult>>;

    /// All rows of a query.
    async fn rows<T: FromQueryResult>(&self, sql: &str, params: Vec<Value>) -> Result<Vec<T>>
    where
        Self: Sized,
    {
        let rows = self.raw(sql, params).await?;
        rows.iter()
            .map(|row| T::from_query_result(row, ""))
            .collect::<Result<Vec<T>, _>>()
            .map_err(|e| reading(sql, e))
    }

    /// The first row of a query, if any.
    async fn row<T: FromQueryResult>(&self, sql: &str, params: Vec<Value>) -> Result<Option<T>>
    where
        Self: Sized,
    {
        let rows = self.raw(sql, params).await?;
        rows.first().map(|row| T::from_query_result(row, "")).transpose().map_err(|e| reading(sql, e))
    }

    /// A whole number from the first column of the first row; 0 when there is no row or it is null.
    async fn number(&self, sql: &str, params: Vec<Value>) -> Result<i64>
    where
        Self: Sized,
    {
        let rows = self.raw(sql, params).await?;
        match rows.first() {
            None => Ok(0),
            Some(row) => Ok(row
                .try_get_by_index_nullable::<Option<i64>>(0)
                .map_err(|e| reading(sql, format!("{e:?}")))?
                .unwrap_or(0)),
        }
    }
}

fn reading(sql: &str, failed: impl std::fmt::Display) -> Error {
    Error::fault(format!("reading {}", sql.chars().take(160).collect::<String>()), failed)
}

pub(super) async fn query<C: ConnectionTrait>(
    conn: &C,
    backend: DbBackend,
    sql: &str,
    params: Vec<Value>,
) -> Result<Vec<sea_orm::QueryResult>> {
    let statement = Statement::from_sql_and_values(backend, sql, params);
    trace::statement(backend, sql, conn.query_all_raw(statement)).await.map_err(|e| named(sql, e))
}

/// A database error that names the statement it came from.
pub(super) fn named(sql: &str, err: sea_orm::DbErr) -> Error {
    match Error::from(err) {
        Error::Fault(mut fault) => {
            fault.text = format!("{} in {}", fault.text, sql.chars().take(200).collect::<String>());
            Error::Fault(fault)
        }
        other => other,
    }
}

#[async_trait]
impl Read for Store {
    async fn raw(&self, sql: &str, params: Vec<Value>) -> Result<Vec<sea_orm::QueryResult>> {
        let backend = self.read.get_database_backend();
        if self.engine() == Engine::Sqlite {
            return query(&self.read, backend, sql, params).await;
        }
        let ask = || self.read.query_all_raw(Statement::from_sql_and_values(backend, sql, params.clone()));
        trace::statement(backend, sql, dead::past(ask)).await.map_err(|e| named(sql, e))
    }
}

#[async_trait]
impl Read for Tx {
    async fn raw(&self, sql: &str, params: Vec<Value>) -> Result<Vec<sea_orm::QueryResult>> {
        let rows = query(self.inner(), self.inner().get_database_backend(), sql, params).await;
        rows.map_err(|e| self.noted(e))
    }
}
