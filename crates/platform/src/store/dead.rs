//! Connections to PostgreSQL that died while they rested: the server was started anew. A pool asks a connection that rested
//! long whether it lives; one that died a moment ago is found out by the statement that meets it, which is then tried on another.

use super::connect::POSTGRES_CONNECTIONS;
use sea_orm::{DbErr, RuntimeErr, SqlxError};
use std::future::Future;

/// Runs what reads, or begins a transaction, until it meets a connection that lives: each that does not leaves the pool.
///
/// What a statement changes outside a transaction may be done twice: only counting tries does that.
pub(super) async fn past<T, F>(what: impl Fn() -> F) -> Result<T, DbErr>
where
    F: Future<Output = Result<T, DbErr>>,
{
    // Not for ever: a server that takes connections and cuts each is told like one that is gone.
    for _ in 0..POSTGRES_CONNECTIONS {
        match what().await {
            Err(error) if had_died(&error) => {}
            outcome => return outcome,
        }
    }
    what().await
}

/// Whether the connection was cut, by the wire or by a server that goes down; not whether none could be had.
fn had_died(error: &DbErr) -> bool {
    let (DbErr::Conn(runtime) | DbErr::Exec(runtime) | DbErr::Query(runtime)) = error else { return false };
    let RuntimeErr::SqlxError(error) = runtime else { return false };
    match error.as_ref() {
        SqlxError::Io(_) => true,
        SqlxError::Database(told) => told.code().is_some_and(|code| code.starts_with("57P")),
        _ => false,
    }
}
