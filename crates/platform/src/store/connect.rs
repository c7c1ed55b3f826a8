//! Opening the pools with the settings that keep every acknowledged write.

use crate::error::{Error, Result, was_out_within};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{Connection, Executor};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, SqlxError};
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;
use url::Url;

/// Readers that may run beside the one writer.
const SQLITE_READERS: u32 = 8;

/// Connections of one of the two pools of PostgreSQL.
pub(super) const POSTGRES_CONNECTIONS: u32 = 16;

/// How long a connection to PostgreSQL is taken to be alive after its last statement.
const ALIVE_FOR: Duration = Duration::from_millis(500);

/// Of a session of PostgreSQL: a transaction whose program is cut off from the server would keep its locks until somebody
/// resets the connection. Half the time of a request, so that who waits for them is still answered.
const SESSION: &str = "SET idle_in_transaction_session_timeout = '30s'";

/// How long after an outage a connection that comes back to the pool is asked whether it lives, and how long for its answer.
const DOUBTED_FOR: Duration = Duration::from_secs(90);
const PULSE: Duration = Duration::from_secs(2);

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

/// The URL with TLS demanded where the server stands on another machine and nothing is said of it: the driver's own
/// default would go on in the clear, without a word, when the server has none.
fn secured(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return url.to_owned() };
    let said = parsed.query_pairs().any(|(name, _)| matches!(&*name, "sslmode" | "ssl-mode" | "host"));
    let here = parsed.host_str().is_none_or(|host| {
        let host = host.trim_matches(['[', ']']);
        // An encoded path is a socket.
        host == "localhost"
            || host.starts_with("%2F")
            || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    });
    if said || here {
        return url.to_owned();
    }
    parsed.query_pairs_mut().append_pair("sslmode", "require");
    parsed.into()
}

/// Reading and writing by pools of their own: whoever holds a transaction and reads beside it must not wait for another who
/// does the same.
pub(super) async fn postgres(url: &str) -> Result<(DatabaseConnection, DatabaseConnection)> {
    let pool = || Database::connect(postgres_options(url));
    Ok((pool().await?, pool().await?))
}

/// A replica: connected to when first asked, so that a city starts without it, and given up sooner than the primary.
pub(super) async fn postgres_behind(url: &str) -> Result<DatabaseConnection> {
    let mut options = postgres_options(url);
    options.connect_lazy(true).min_connections(0).acquire_timeout(Duration::from_secs(1));
    Ok(Database::connect(options).await?)
}

fn postgres_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(secured(url));
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(4))
        // A server that was started anew leaves dead connections behind: none of them may answer a citizen. What was used
        // a moment ago was alive, and asking it first would cost every statement a second way there and back; `dead` finds
        // out those that died since.
        .test_before_acquire(true)
        .test_before_acquire_if_idle_for(ALIVE_FOR)
        .sqlx_logging(false)
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.after_connect(|connection, _| {
                Box::pin(async move { connection.execute(SESSION).await.map(|_| ()) })
            })
            // The driver asks too, and waits for the answer for ever: after a cut without a word every connection that
            // was in use would keep its place in the pool.
            .after_release(|connection, _| {
                Box::pin(async move {
                    if !was_out_within(DOUBTED_FOR) {
                        return Ok(true);
                    }
                    let pulse = tokio::time::timeout(PULSE, connection.ping()).await;
                    pulse.unwrap_or(Err(SqlxError::PoolTimedOut)).map(|()| true)
                })
            })
        });
    options
}

#[cfg(test)]
mod tests {
    use super::secured;

    #[test]
    fn a_database_on_another_machine_is_spoken_to_over_tls_unless_somebody_said_otherwise() {
        for here in [
            "postgres://u:p@127.0.0.1:5432/motcua",
            "postgres://u@localhost/motcua",
            "postgres://u@[::1]/motcua",
            "postgres://%2Fvar%2Frun%2Fpostgresql/motcua",
            "postgres:///motcua?host=/var/run/postgresql",
            "postgres://u:p@db.example/motcua?sslmode=disable",
            "postgres://u:p@db.example/motcua?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        ] {
            assert_eq!(secured(here), here);
        }
        assert_eq!(
            secured("postgres://u:p%40@10.0.0.7/motcua"),
            "postgres://u:p%40@10.0.0.7/motcua?sslmode=require"
        );
        assert_eq!(
            secured("postgres://db.example/m?application_name=x"),
            "postgres://db.example/m?application_name=x&sslmode=require"
        );
    }
}
