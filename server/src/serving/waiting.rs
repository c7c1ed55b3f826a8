//! The connections without a request, the longest waiting first: when there are too many, they make room.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// All connections of this process that wait for a request.
#[derive(Default)]
pub(super) struct Waiting(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    next: u64,
    leaving: BTreeMap<u64, Arc<Notify>>,
}

impl Waiting {
    /// Asks the connection that waits longest to go, if one waits.
    pub(super) fn dismiss_oldest(&self) {
        if let Some((_, leave)) = self.queue().leaving.pop_first() {
            leave.notify_one();
        }
    }

    fn join(&self, leave: &Arc<Notify>) -> u64 {
        let mut queue = self.queue();
        let place = queue.next;
        queue.next += 1;
        queue.leaving.insert(place, leave.clone());
        place
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection, as it waits or works.
pub(super) struct Line {
    waiting: Arc<Waiting>,
    leave: Arc<Notify>,
    state: Mutex<State>,
}

#[derive(Clone, Copy)]
struct State {
    /// Its place among those who wait; none while it works.
    place: Option<u64>,
    was_asked: bool,
}

impl Line {
    /// Of a new connection, which waits.
    pub(super) fn new(waiting: Arc<Waiting>) -> Arc<Line> {
        let leave = Arc::<Notify>::default();
        let place = Some(waiting.join(&leave));
        Arc::new(Line { waiting, leave, state: Mutex::new(State { place, was_asked: false }) })
    }

    /// A request has come; the connection waits again when what is given back is dropped.
    pub(super) fn begin(self: &Arc<Line>) -> Busy {
        let place = std::mem::replace(&mut *self.state(), State { place: None, was_asked: true }).place;
        if let Some(place) = place {
            self.waiting.queue().leaving.remove(&place);
        }
        Busy(self.clone())
    }

    /// Whether a request is under way.
    pub(super) fn is_busy(&self) -> bool {
        self.state().place.is_none()
    }

    /// Whether there was ever a request.
    pub(super) fn was_asked(&self) -> bool {
        self.state().was_asked
    }

    /// Waits until the connection is asked to make room.
    pub(super) async fn dismissed(&self) {
        self.leave.notified().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(place) = self.state().place {
            self.waiting.queue().leaving.remove(&place);
        }
    }
}

/// A request under way, until its answer is handed over or given up.
pub(super) struct Busy(Arc<Line>);

impl Drop for Busy {
    fn drop(&mut self) {
        let place = Some(self.0.waiting.join(&self.0.leave));
        self.0.state().place = place;
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Waiting};
    use futures::FutureExt;
    use std::sync::Arc;

    fn is_dismissed(line: &Line) -> bool {
        line.dismissed().now_or_never().is_some()
    }

    #[test]
    fn who_waits_longest_makes_room_and_who_works_does_not() {
        let waiting = Arc::<Waiting>::default();
        let [first, second, third] = [(); 3].map(|()| Line::new(waiting.clone()));
        let busy = first.begin();
        waiting.dismiss_oldest();
        assert!(!is_dismissed(&first) && is_dismissed(&second) && !is_dismissed(&third));
        drop(busy);
        waiting.dismiss_oldest();
        assert!(is_dismissed(&third), "it waits longer than the one whose answer has just gone");
        waiting.dismiss_oldest();
        assert!(is_dismissed(&first));
        waiting.dismiss_oldest();
        assert!(![&first, &second, &third].into_iter().any(|line| is_dismissed(line)), "each is asked once");
    }

    #[test]
    fn who_has_gone_is_not_asked() {
        let waiting = Arc::<Waiting>::default();
        let (gone, there) = (Line::new(waiting.clone()), Line::new(waiting.clone()));
        drop(gone);
        waiting.dismiss_oldest();
        assert!(is_dismissed(&there));
    }

    #[test]
    fn a_request_is_told_from_none() {
        let line = Line::new(Arc::default());
        assert!(!line.is_busy() && !line.was_asked());
        let busy = line.begin();
        assert!(line.is_busy() && line.was_asked());
        drop(busy);
        assert!(!line.is_busy() && line.was_asked());
    }
}
