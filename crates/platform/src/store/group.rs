//! Writers that wait for SQLite's one writer share its commit: one sync of the disk makes all of them durable.
//!
//! The first transaction of a group is the real one, those after it are savepoints in it. Who has finished waits until the
//! group's commit, which comes when everybody who waited at the first one's end has had their turn. Nobody is told of success
//! before the disk is.

use crate::error::{Error, Fault, Result};
use sea_orm::sqlx::Connection;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// A group does not grow older than this, however many wait: the first in it waits for its answer.
const OLDEST: Duration = Duration::from_millis(15);
/// Longest wait for the writer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The one seat at the writer's connection.
pub(super) type Seats = Arc<Mutex<Seat>>;

/// What whoever sits there finds.
#[derive(Default)]
pub(super) struct Seat {
    group: Option<Group>,
    /// The connection met an error after which SQLite may have undone everything by itself: it is not used again.
    ill: bool,
    groups: u64,
}

struct Group {
    number: u64,
    since: Instant,
    base: DatabaseTransaction,
    members: Vec<oneshot::Sender<Result<(), Fault>>>,
}

/// A transaction's place: held while it writes.
pub(super) struct Place {
    seat: OwnedMutexGuard<Seat>,
    seats: Seats,
    write: DatabaseConnection,
    broken: AtomicBool,
}

impl Place {
    /// Waits for the seat and begins a transaction there.
    pub(super) async fn take(
        seats: &Seats,
        write: &DatabaseConnection,
    ) -> Result<(DatabaseTransaction, Place)> {
        let seat = tokio::time::timeout(PATIENCE, seats.clone().lock_owned()).await.map_err(|_| {
            Error::Fault(Fault { text: "the writer is not free".to_owned(), unavailable: true })
        })?;
        let mut place =
            Place { seat, seats: seats.clone(), write: write.clone(), broken: AtomicBool::new(false) };
        if place.seat.group.as_ref().is_some_and(|group| group.since.elapsed() > OLDEST) {
            // By a task of its own: who gives up waiting must not take the group's commit along.
            place = tokio::spawn(place.close()).await.map_err(|e| Error::fault("committing a group", e))?;
        }
        if place.seat.ill {
            renew(write).await?;
            place.seat.ill = false;
        }
        let begun = match &place.seat.group {
            Some(group) => group.base.begin().await,
            None => {
                let immediate = Some(SqliteTransactionMode::Immediate);
                write
                    .begin_with_options(TransactionOptions {
                        sqlite_transaction_mode: immediate,
                        ..Default::default()
                    })
                    .await
            }
        };
        match begun {
            Ok(transaction) => Ok((transaction, place)),
            Err(error) => {
                place.broken.store(true, Ordering::Relaxed);
                Err(error.into())
            }
        }
    }

    /// Notes that a statement failed for the sake of the disk or the connection.
    pub(super) fn note(&self, error: &Error) {
        if matches!(error, Error::Fault(fault) if fault.unavailable) {
            self.broken.store(true, Ordering::Relaxed);
        }
    }

    /// Leaves a finished transaction to its group, and waits until the group is on the disk.
    pub(super) async fn leave(mut self, transaction: DatabaseTransaction) -> Result<()> {
        let (told, answer) = oneshot::channel();
        match &mut self.seat.group {
            Some(group) => {
                if let Err(error) = transaction.commit().await {
                    self.broken.store(true, Ordering::Relaxed);
                    return Err(error.into());
                }
                group.members.push(told);
            }
            None => {
                self.seat.groups += 1;
                let number = self.seat.groups;
                let members = vec![told];
                self.seat.group = Some(Group { number, since: Instant::now(), base: transaction, members });
                let (seats, write) = (self.seats.clone(), self.write.clone());
                tokio::spawn(async move {
                    let seat = seats.clone().lock_owned().await;
                    if seat.group.as_ref().is_some_and(|group| group.number == number) {
                        Place { seat, seats, write, broken: AtomicBool::new(false) }.close().await;
                    }
                });
            }
        }
        drop(self);
        let lost = || Fault { text: "the group's transaction was undone".to_owned(), unavailable: true };
        answer.await.unwrap_or_else(|_| Err(lost())).map_err(Error::Fault)
    }

    /// Commits the group and tells its members.
    async fn close(mut self) -> Place {
        let Some(group) = self.seat.group.take() else { return self };
        let outcome = group.base.commit().await.map_err(|error| match Error::from(error) {
            Error::Fault(fault) => fault,
            other => Fault { text: other.to_string(), unavailable: true },
        });
        self.seat.ill |= outcome.is_err();
        for member in group.members {
            // Who is gone need not be told.
            let _ = member.send(outcome.clone());
        }
        self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if *self.broken.get_mut() {
            // What the others of the group wrote may be undone with it: they are told that it failed.
            self.seat.ill = true;
            self.seat.group = None;
        }
    }
}

/// Puts a new connection in the place of the writer's.
///
/// SQLite undoes a transaction by itself when the disk is full; the driver, which counts transactions, would then take every
/// further one for a part of the lost one.
async fn renew(write: &DatabaseConnection) -> Result<()> {
    let pool = write.get_sqlite_connection_pool();
    let connection = pool
        .acquire()
        .await
        .map_err(|e| Error::from(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(Arc::new(e)))))?;
    if let Err(error) = connection.detach().close().await {
        tracing::warn!(%error, "closing the writer's connection");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::clock::Clock;
    use crate::error::Error;
    use crate::store::{Read, Store};
    use futures::FutureExt;

    async fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sqlite(&folder.path().join("a.db"), Clock::system()).await.unwrap();
        let tx = store.housekeeping().await.unwrap();
        tx.exec("CREATE TABLE line (n BIGINT PRIMARY KEY, text TEXT NOT NULL)", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        (folder, store)
    }

    async fn write(store: &Store, n: i64, text: &str, keep: bool) -> crate::error::Result<()> {
        let tx = store.housekeeping().await?;
        tx.exec("INSERT INTO line (n, text) VALUES ($1, $2)", vec![n.into(), text.into()]).await?;
        if keep { tx.commit().await } else { Ok(()) }
    }

    async fn count(store: &Store) -> i64 {
        store.number("SELECT COUNT(*) FROM line", vec![]).await.unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_is_told_of_success_is_on_the_disk_and_who_gave_up_left_nothing() {
        let (_folder, store) = store().await;
        let mut all = Vec::new();
        for n in 0..200 {
            let store = store.clone();
            all.push(tokio::spawn(async move {
                write(&store, n, "x", n % 3 != 0).await.unwrap();
                let seen =
                    store.number("SELECT COUNT(*) FROM line WHERE n = $1", vec![n.into()]).await.unwrap();
                assert_eq!(seen, i64::from(n % 3 != 0), "a reader sees what was told of {n}");
            }));
        }
        for one in all {
            one.await.unwrap();
        }
        assert_eq!(count(&store).await, 133);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_writer_that_is_broken_off_holds_up_nobody() {
        let (_folder, store) = store().await;
        let mut all = Vec::new();
        for n in 0..100 {
            let store = store.clone();
            all.push(tokio::spawn(async move { write(&store, n, "x", true).await }));
        }
        for (n, one) in all.iter().enumerate() {
            tokio::task::yield_now().await;
            if n % 2 == 0 {
                one.abort();
            }
        }
        let mut told = 0;
        for one in all {
            told += i64::from(one.await.is_ok_and(|outcome| outcome.is_ok()));
        }
        write(&store, 1000, "x", true).await.unwrap();
        assert!(count(&store).await > told && told >= 50, "{told}");
    }

    #[tokio::test]
    async fn a_statement_that_its_table_refuses_undoes_its_own_transaction_only() {
        let (_folder, store) = store().await;
        let first = store.housekeeping().await.unwrap();
        first.exec("INSERT INTO line (n, text) VALUES (1, 'x')", vec![]).await.unwrap();
        let (done, twice, third) =
            tokio::join!(first.commit(), write(&store, 1, "x", true), write(&store, 3, "x", true));
        assert!(done.is_ok() && twice.is_err() && third.is_ok());
        assert_eq!(count(&store).await, 2);
    }

    #[tokio::test]
    async fn a_full_disk_is_told_to_the_whole_group_and_forgotten_when_there_is_room() {
        use sea_orm::ConnectionTrait;
        let (_folder, store) = store().await;
        let pages = "PRAGMA max_page_count = 3";
        store.write.execute_unprepared(pages).await.unwrap();
        let long = "x".repeat(100_000);
        let first = store.housekeeping().await.unwrap();
        first.exec("INSERT INTO line (n, text) VALUES (1, 'x')", vec![]).await.unwrap();
        let (done, full) = tokio::join!(first.commit(), write(&store, 2, &long, true));
        for outcome in [done, full] {
            assert!(
                matches!(&outcome, Err(Error::Fault(fault)) if fault.unavailable),
                "503, not a success that may be lost: {outcome:?}"
            );
        }
        assert_eq!(count(&store).await, 0);
        write(&store, 2, &long, true).await.unwrap();
        assert_eq!(count(&store).await, 1);
    }

    #[tokio::test]
    async fn a_lone_writer_waits_for_nobody() {
        let (_folder, store) = store().await;
        write(&store, 1, "x", true).await.unwrap();
        let tx = store.housekeeping().await.unwrap();
        assert!(store.housekeeping().now_or_never().is_none(), "one at a time");
        drop(tx);
        write(&store, 2, "x", true).await.unwrap();
        assert_eq!(count(&store).await, 2);
    }
}
