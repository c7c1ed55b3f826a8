//! Writers that wait for SQLite's one writer share its commit: one sync of the disk makes all of them durable.
//!
//! The first transaction of a group is the real one, those after it are savepoints in it. Who has finished waits until the
//! group's commit, which comes when everybody who waited at the first one's end has had their turn. Nobody is told of success
//! before the disk is.

use super::line::{Line, Missing, Take};
use super::pace::Pace;
use super::readers::closed;
use crate::error::{Error, Fault, Result};
use sea_orm::Value;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// A group does not grow older than this, however many wait: the first in it waits for its answer.
const OLDEST: Duration = Duration::from_millis(15);
/// Longest wait for the writer, and for another process that writes.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks whether another process has finished writing.
const ANOTHER_LOOK: Duration = Duration::from_millis(5);
/// Pages of the file that the writer keeps.
const CACHE_KIB: u32 = 32768;

/// The one writer of a file, with the seat at its connection.
#[derive(Clone)]
pub(super) struct Writer {
    path: Arc<PathBuf>,
    pace: Arc<Pace>,
    seat: Arc<Mutex<Seat>>,
}

/// What whoever sits there finds.
struct Seat {
    /// None before the first use, and after an error that the connection may not have survived.
    line: Option<Lock<Line>>,
    group: Option<Group>,
    groups: u64,
    closed: bool,
}

struct Group {
    number: u64,
    since: Instant,
    members: Vec<oneshot::Sender<Result<(), Fault>>>,
}

/// What is undone when its writer gives up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    /// The group's own transaction.
    Base,
    /// A savepoint in it.
    Member,
}

/// A transaction's place: held while it writes, and undone when it is dropped before it left.
pub(super) struct Place {
    seat: OwnedMutexGuard<Seat>,
    writer: Writer,
    open: Open,
    broken: AtomicBool,
}

impl Writer {
    /// Opens the file, which switches on its write-ahead log before a reader looks.
    pub(super) fn open(path: PathBuf, missing: Missing) -> Result<Writer> {
        let line = Line::open(&path, missing, CACHE_KIB, Duration::ZERO)?;
        let seat = Seat { line: Some(Lock::new(line)), group: None, groups: 0, closed: false };
        Ok(Writer { path: Arc::new(path), pace: Arc::default(), seat: Arc::new(Mutex::new(seat)) })
    }

    async fn sit(&self) -> Result<Place> {
        let seat =
            tokio::time::timeout(PATIENCE, self.seat.clone().lock_owned()).await.map_err(|_| busy())?;
        self.seated(seat)
    }

    fn seated(&self, seat: OwnedMutexGuard<Seat>) -> Result<Place> {
        if seat.closed {
            return Err(closed());
        }
        let mut place =
            Place { seat, writer: self.clone(), open: Open::Nothing, broken: AtomicBool::new(false) };
        if place.seat.line.is_none() {
            let line = Line::open(&self.path, Missing::Refuse, CACHE_KIB, Duration::ZERO)?;
            place.seat.line = Some(Lock::new(line));
        }
        Ok(place)
    }

    /// Waits for the seat and begins a transaction there.
    pub(super) async fn begin(&self) -> Result<Place> {
        let mut place = self.sit().await?;
        if place.seat.group.as_ref().is_some_and(|group| group.since.elapsed() > OLDEST) {
            place = place.close().await?;
            if place.seat.line.is_none() {
                drop(place);
                place = self.sit().await?;
            }
        }
        if place.seat.group.is_some() {
            place.exec("SAVEPOINT member", &[])?;
            place.open = Open::Member;
        } else {
            place.begin_alone().await?;
            place.open = Open::Base;
        }
        Ok(place)
    }

    /// Runs statements outside of any transaction, such as a pragma.
    pub(super) async fn outside(&self, sql: &str) -> Result<()> {
        let mut place = self.sit().await?;
        if place.seat.group.is_some() {
            place = place.close().await?;
        }
        place.with(|line| super::pace::aside(|| line.batch(sql)))
    }

    /// Commits what waits, folds the log into the file and closes.
    pub(super) async fn close(&self) -> Result<()> {
        let folded = self.outside("PRAGMA busy_timeout = 5000; PRAGMA wal_checkpoint(TRUNCATE)").await;
        let mut seat = self.seat.lock().await;
        seat.closed = true;
        seat.group = None;
        seat.line = None;
        folded
    }

    /// Connections: open, and of them idle.
    pub(super) fn count(&self) -> (u32, usize) {
        (1, usize::from(self.seat.try_lock().is_ok()))
    }

    /// The file.
    pub(super) fn path(&self) -> &PathBuf {
        &self.path
    }
}

impl Place {
    fn with<R>(&self, work: impl FnOnce(&Line) -> Result<R>) -> Result<R> {
        let Some(line) = &self.seat.line else { return Err(Error::Fault(lost())) };
        let line = line.lock().unwrap_or_else(PoisonError::into_inner);
        let done = work(&line);
        let failed = matches!(&done, Err(Error::Fault(fault)) if fault.unavailable);
        // SQLite undoes everything by itself when the disk is full or fails: what the others of the group wrote is gone too.
        if failed && self.open != Open::Nothing || done.is_err() && self.is_open() && !line.in_transaction() {
            self.broken.store(true, Ordering::Relaxed);
        }
        done
    }

    fn is_open(&self) -> bool {
        self.open != Open::Nothing || self.seat.group.is_some()
    }

    /// Asks, and hands over each row where it lies.
    pub(super) fn each(&self, sql: &str, params: &[Value], take: &mut Take<'_>) -> Result<()> {
        self.with(|line| self.writer.pace.run(sql, || line.each(sql, params, take)))
    }

    /// Runs a statement to its end; the number of rows it changed.
    pub(super) fn exec(&self, sql: &str, params: &[Value]) -> Result<u64> {
        self.with(|line| self.writer.pace.run(sql, || line.exec(sql, params)))
    }

    /// Runs statements that stand one after the other in a text.
    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        self.with(|line| super::pace::aside(|| line.batch(sql)))
    }

    /// Begins where no group is open; another process may be writing.
    async fn begin_alone(&mut self) -> Result<()> {
        let since = Instant::now();
        loop {
            match self.exec("BEGIN IMMEDIATE", &[]) {
                Err(Error::Fault(fault)) if fault.unavailable && since.elapsed() < PATIENCE => {
                    tokio::time::sleep(ANOTHER_LOOK).await;
                }
                begun => return begun.map(|_| ()),
            }
        }
    }

    /// Leaves a finished transaction to its group, and waits until the group is on the disk.
    pub(super) async fn leave(mut self) -> Result<()> {
        if self.broken.load(Ordering::Relaxed) {
            return Err(Error::Fault(lost()));
        }
        let (told, answer) = oneshot::channel();
        if self.open == Open::Member {
            self.exec("RELEASE member", &[])?;
        }
        self.open = Open::Nothing;
        if let Some(group) = &mut self.seat.group {
            group.members.push(told);
        } else {
            self.seat.groups += 1;
            let number = self.seat.groups;
            self.seat.group = Some(Group { number, since: Instant::now(), members: vec![told] });
            let writer = self.writer.clone();
            tokio::spawn(async move {
                // However long the writer before it takes: nobody else may come who would commit the group.
                let seat = writer.seat.clone().lock_owned().await;
                let Ok(place) = writer.seated(seat) else { return };
                if place.seat.group.as_ref().is_some_and(|group| group.number == number)
                    && let Err(error) = place.close().await
                {
                    tracing::error!(%error, "committing a group");
                }
            });
        }
        drop(self);
        answer.await.unwrap_or_else(|_| Err(lost())).map_err(Error::Fault)
    }

    /// Commits the group and tells its members; on a thread that may wait for the disk, and to its end whoever gives up.
    async fn close(self) -> Result<Place> {
        tokio::task::spawn_blocking(move || self.commit())
            .await
            .map_err(|e| Error::fault("committing a group", e))
    }

    fn commit(mut self) -> Place {
        let Some(group) = self.seat.group.take() else { return self };
        let outcome = self.exec("COMMIT", &[]).map(|_| ()).map_err(|error| match error {
            Error::Fault(fault) => fault,
            other => Fault { text: other.to_string(), unavailable: true },
        });
        if outcome.is_err() {
            self.seat.line = None;
        }
        for member in group.members {
            // Who is gone need not be told.
            let _ = member.send(outcome.clone());
        }
        self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let undone = match self.open {
            Open::Nothing => Ok(0),
            Open::Base => self.exec("ROLLBACK", &[]),
            Open::Member => {
                self.exec("ROLLBACK TO member", &[]).and_then(|_| self.exec("RELEASE member", &[]))
            }
        };
        if undone.is_err() || *self.broken.get_mut() {
            // What the others of the group wrote may be undone with it: they are told that it failed.
            self.seat.line = None;
            self.seat.group = None;
        }
    }
}

fn busy() -> Error {
    Error::Fault(Fault { text: "the writer is not free".to_owned(), unavailable: true })
}

fn lost() -> Fault {
    Fault { text: "the group's transaction was undone".to_owned(), unavailable: true }
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
        let (_folder, store) = store().await;
        let pages = "PRAGMA max_page_count = 3";
        store.outside(pages).await.unwrap();
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
