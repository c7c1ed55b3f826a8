//! One connection to SQLite, asked on the thread of whoever asks: a request costs no way to a thread of the driver's and back.

use super::row::Found;
use crate::error::{Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement};
use sea_orm::Value;
use std::path::Path;
use std::time::Duration;

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 300;

/// Takes the rows of a query, one after the other.
pub type Take<'a> = dyn FnMut(&Found<'_>) -> Result<()> + Send + 'a;

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// A missing file is made.
    Make,
    /// A missing file is an error.
    Refuse,
}

/// An open connection.
pub(super) struct Line {
    connection: Connection,
}

impl Line {
    /// Opens with the settings that keep every acknowledged write; `patience` is how long a statement waits for another
    /// process's lock.
    pub(super) fn open(path: &Path, missing: Missing, cache_kib: u32, patience: Duration) -> Result<Line> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if missing == Missing::Make {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(patience.max(Duration::from_secs(10)))?;
        connection.execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
             PRAGMA cache_size = -{cache_kib}; PRAGMA journal_size_limit = 67108864"
        ))?;
        connection.busy_timeout(patience)?;
        // A statement keeps the way it was first planned by: else SQLite plans it anew whenever a value it was given changes.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Line { connection })
    }

    /// Asks, and hands over each row where it lies.
    pub(super) fn each(&self, sql: &str, params: &[Value], take: &mut Take<'_>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        bind(&mut statement, params)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            take(&Found::Sqlite(row))?;
        }
        Ok(())
    }

    /// Runs a statement to its end; the number of rows it changed.
    pub(super) fn exec(&self, sql: &str, params: &[Value]) -> Result<u64> {
        self.each(sql, params, &mut |_| Ok(()))?;
        Ok(self.connection.changes())
    }

    /// Runs statements that stand one after the other in a text.
    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        Ok(self.connection.execute_batch(sql)?)
    }

    /// Whether a transaction is open: SQLite ends one by itself when the disk is full or fails.
    pub(super) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }
}

/// Gives a statement its values: `$3` is the third, a bare `?` the one at its own place.
fn bind(statement: &mut Statement<'_>, params: &[Value]) -> Result<()> {
    for place in 1..=statement.parameter_count() {
        let number = match statement.parameter_name(place) {
            None => place,
            Some(name) => name
                .trim_start_matches(['$', '?'])
                .parse()
                .map_err(|_| Error::fault("statement", format!("a placeholder {name}")))?,
        };
        let value = number
            .checked_sub(1)
            .and_then(|at| params.get(at))
            .ok_or_else(|| Error::fault("statement", format!("{} values, but ${number}", params.len())))?;
        statement.raw_bind_parameter(place, borrowed(value)?)?;
    }
    Ok(())
}

fn borrowed(value: &Value) -> Result<ToSqlOutput<'_>> {
    let lent = match value {
        Value::BigInt(n) => n.map_or(ValueRef::Null, ValueRef::Integer),
        Value::String(text) => text.as_ref().map_or(ValueRef::Null, |t| ValueRef::Text(t.as_bytes())),
        Value::Bool(flag) => flag.map_or(ValueRef::Null, |f| ValueRef::Integer(i64::from(f))),
        Value::Double(x) => x.map_or(ValueRef::Null, ValueRef::Real),
        Value::Int(n) => n.map_or(ValueRef::Null, |n| ValueRef::Integer(i64::from(n))),
        other => {
            return Err(Error::fault("statement", format!("a value of a kind no column has: {other:?}")));
        }
    };
    Ok(ToSqlOutput::Borrowed(lent))
}
