//! The connections that read SQLite beside its one writer.

use super::line::{Line, Missing, Take};
use super::pace::Pace;
use crate::error::{Error, Fault, Result};
use sea_orm::Value;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Readers at once: as many threads as may be reading, of which most read for microseconds.
const READERS: usize = 8;
/// Longest wait for one of them.
const PATIENCE: Duration = Duration::from_secs(20);
/// Pages of the file that a reader keeps.
const CACHE_KIB: u32 = 8192;

pub(super) struct Readers {
    path: PathBuf,
    seats: Semaphore,
    /// The one put back last is taken first: its pages are the warm ones.
    resting: Mutex<Vec<Line>>,
    open: AtomicU32,
    closed: AtomicBool,
    pub(super) pace: Pace,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Readers {
        Readers {
            path,
            seats: Semaphore::new(READERS),
            resting: Mutex::default(),
            open: AtomicU32::new(0),
            closed: AtomicBool::new(false),
            pace: Pace::default(),
        }
    }

    /// A connection of its own, for a snapshot that is read for long.
    pub(super) fn line(&self) -> Result<Line> {
        if self.closed.load(Ordering::Relaxed) {
            return Err(closed());
        }
        Line::open(&self.path, Missing::Refuse, CACHE_KIB, Duration::from_secs(10))
    }

    pub(super) async fn each(&self, sql: &str, params: &[Value], take: &mut Take<'_>) -> Result<()> {
        let seat = tokio::time::timeout(PATIENCE, self.seats.acquire()).await.map_err(|_| busy())?;
        let _seat = seat.map_err(|_| closed())?;
        let resting = self.resting().pop();
        let line = match resting {
            Some(line) => line,
            None => {
                let line = self.line()?;
                self.open.fetch_add(1, Ordering::Relaxed);
                line
            }
        };
        let asked = self.pace.run(sql, || line.each(sql, params, take));
        let sound = !matches!(&asked, Err(Error::Fault(fault)) if fault.unavailable);
        if sound && !self.closed.load(Ordering::Relaxed) {
            self.resting().push(line);
        } else {
            self.open.fetch_sub(1, Ordering::Relaxed);
        }
        asked
    }

    fn resting(&self) -> std::sync::MutexGuard<'_, Vec<Line>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Connections: open, and of them idle.
    pub(super) fn count(&self) -> (u32, usize) {
        (self.open.load(Ordering::Relaxed), self.resting().len())
    }

    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        self.seats.close();
        let gone = std::mem::take(&mut *self.resting());
        self.open.fetch_sub(u32::try_from(gone.len()).unwrap_or_default(), Ordering::Relaxed);
    }
}

fn busy() -> Error {
    Error::Fault(Fault { text: "no reader is free".to_owned(), unavailable: true })
}

pub(super) fn closed() -> Error {
    Error::Fault(Fault { text: "the database is closed".to_owned(), unavailable: true })
}
