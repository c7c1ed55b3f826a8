//! Which statements are quick enough to be run on a thread that serves other requests too.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::RwLock;
use std::time::{Duration, Instant};
use tokio::runtime::{Handle, RuntimeFlavor};

/// What takes longer gives up its place among the threads that serve.
const QUICK: Duration = Duration::from_millis(3);
/// Texts remembered; filters make new ones without end.
const MOST: usize = 4000;

/// Statements that were quick the last time.
#[derive(Default)]
pub(super) struct Pace {
    quick: RwLock<HashSet<u64>>,
    hasher: RandomState,
}

impl Pace {
    /// Runs what asks `sql`, on this thread; unless it was quick before, another thread serves meanwhile.
    pub(super) fn run<R>(&self, sql: &str, ask: impl FnOnce() -> R) -> R {
        let key = self.hasher.hash_one(sql);
        let was_quick = self.quick.read().is_ok_and(|quick| quick.contains(&key));
        let begun = Instant::now();
        let answer = if was_quick { ask() } else { aside(ask) };
        if (begun.elapsed() < QUICK) != was_quick {
            self.note(key, !was_quick);
        }
        answer
    }

    fn note(&self, key: u64, is_quick: bool) {
        let Ok(mut quick) = self.quick.write() else { return };
        if !is_quick {
            quick.remove(&key);
        } else {
            if quick.len() >= MOST {
                quick.clear();
            }
            quick.insert(key);
        }
    }
}

/// Where there are several threads, lets another take over what waits behind.
pub(super) fn aside<R>(work: impl FnOnce() -> R) -> R {
    match Handle::try_current() {
        Ok(handle) if handle.runtime_flavor() == RuntimeFlavor::MultiThread => {
            tokio::task::block_in_place(work)
        }
        _ => work(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_quick_as_it_was_the_last_time() {
        let pace = Pace::default();
        let known = || pace.quick.read().unwrap().len();
        pace.run("a", || ());
        assert_eq!(known(), 1);
        pace.run("a", || std::thread::sleep(QUICK * 2));
        assert_eq!(known(), 0, "not trusted again until it was quick");
        pace.run("b", || std::thread::sleep(QUICK * 2));
        assert_eq!(known(), 0);
        for n in 0..=MOST {
            pace.run(&n.to_string(), || ());
        }
        assert!(known() <= MOST, "memory is bounded");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn a_slow_statement_holds_up_nobody_who_shares_its_thread() {
        let pace = std::sync::Arc::new(Pace::default());
        let (slow_pace, (told, wait)) = (pace.clone(), std::sync::mpsc::channel::<()>());
        let slow = tokio::spawn(async move { slow_pace.run("slow", || wait.recv().is_ok()) });
        // Only ends when somebody else was served meanwhile on what is the runtime's one worker.
        tokio::spawn(async move { told.send(()) }).await.unwrap().unwrap();
        assert!(slow.await.unwrap());
    }
}
