//! Opening PostgreSQL's pools.

use crate::error::{Result, was_out_within};
use sea_orm::sqlx::{Connection, Executor};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, SqlxError};
use std::net::IpAddr;
use std::time::Duration;
use url::Url;

/// Connections of one of the two pools of PostgreSQL.
pub(super) const POSTGRES_CONNECTIONS: u32 = 16;

/// Prepared statements that a connection keeps. The driver's own hundred are fewer than the texts of an office's day: each
/// beyond them is closed, and prepared and planned anew, which costs more than most take to run.
const STATEMENTS: usize = 400;

/// How long a connection to PostgreSQL is taken to be alive after its last statement.
const ALIVE_FOR: Duration = Duration::from_millis(500);

/// Of a session of PostgreSQL: a transaction whose program is cut off from the server would keep its locks until somebody
/// resets the connection. Half the time of a request, so that who waits for them is still answered. Who waits for a lock
/// gives up sooner: cut off too, it would get the lock when the first is ended and keep it as long again, one after the other.
const SESSION: &str = "SET idle_in_transaction_session_timeout = '30s'; SET lock_timeout = '20s'";
/// For a transaction that others may keep waiting for long, such as a migration.
pub(super) const PATIENT: &str = "SET LOCAL lock_timeout = 0";

/// How long after an outage a connection that comes back to the pool is asked whether it lives, and how long for its answer.
const DOUBTED_FOR: Duration = Duration::from_secs(90);
const PULSE: Duration = Duration::from_secs(2);

/// The URL with TLS and the server's own certificate demanded where it stands on another machine and nothing is said of it:
/// the driver's own default would go on in the clear, without a word, when the server has none.
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
    parsed.query_pairs_mut().append_pair("sslmode", "verify-full");
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
    // A pooler between may keep none: then the URL says so.
    if !url.contains("statement-cache-capacity") {
        options.map_sqlx_postgres_opts(|one| one.statement_cache_capacity(STATEMENTS));
    }
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
    fn a_database_on_another_machine_shows_its_certificate_unless_somebody_said_otherwise() {
        for here in [
            "postgres://u:p@127.0.0.1:5432/motcua",
            "postgres://u@localhost/motcua",
            "postgres://u@[::1]/motcua",
            "postgres://%2Fvar%2Frun%2Fpostgresql/motcua",
            "postgres:///motcua?host=/var/run/postgresql",
            "postgres://u:p@db.example/motcua?sslmode=disable",
            "postgres://u:p@db.example/motcua?sslmode=require",
            "postgres://u:p@db.example/motcua?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        ] {
            assert_eq!(secured(here), here);
        }
        assert_eq!(
            secured("postgres://u:p%40@10.0.0.7/motcua"),
            "postgres://u:p%40@10.0.0.7/motcua?sslmode=verify-full"
        );
        assert_eq!(
            secured("postgres://db.example/m?application_name=x&sslrootcert=/etc/ca.pem"),
            "postgres://db.example/m?application_name=x&sslrootcert=/etc/ca.pem&sslmode=verify-full"
        );
    }
}
