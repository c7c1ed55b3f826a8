//! The time a request has: the client's for its body, by the bytes that come, and the program's own for the answer.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::{Bytes, Frame, SizeHint};
use platform::error::Fault;
use platform::settings::Connections;
use platform::{App, Error, Refusal};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// Between two looks at the time that is left at least.
const SHORTEST: Duration = Duration::from_millis(5);

/// Middleware: answers for a client that is too slow (408), and for a program that is (503), and gives the request up.
pub(crate) async fn in_time(State(app): State<App>, request: Request, next: Next) -> Response {
    let limits = app.settings.connections;
    let pace = Arc::new(Mutex::new(Pace::begun(Instant::now())));
    let (parts, body) = request.into_parts();
    let body = Body::new(Watched { body, pace: pace.clone() });
    let late = async {
        loop {
            let left = looked_at(&pace).left(Instant::now(), &limits);
            match left {
                Ok(left) => tokio::time::sleep(left.max(SHORTEST)).await,
                Err(late) => return late,
            }
        }
    };
    tokio::select! {
        biased;
        response = next.run(Request::from_parts(parts, body)) => response,
        late = late => late.answer(),
    }
}

fn looked_at(pace: &Mutex<Pace>) -> MutexGuard<'_, Pace> {
    pace.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who took too long.
#[derive(Debug, PartialEq, Eq)]
enum Late {
    Client,
    Program,
}

impl Late {
    fn answer(self) -> Response {
        match self {
            Late::Program => {
                let text = "no answer within the time of a request".to_owned();
                Error::Fault(Fault { text, unavailable: true }).into_response()
            }
            Late::Client => {
                let mut answer = Error::from(Refusal::new("http-too-slow").status(408)).into_response();
                // What may still come of the body is read by nobody.
                answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                answer
            }
        }
    }
}

/// How a request goes.
struct Pace {
    begun: Instant,
    /// How long the program has waited for the body so far, without the wait that lasts.
    waited: Duration,
    waits_since: Option<Instant>,
    bytes: u64,
}

impl Pace {
    fn begun(now: Instant) -> Pace {
        Pace { begun: now, waited: Duration::ZERO, waits_since: None, bytes: 0 }
    }

    fn waits(&mut self, now: Instant) {
        self.waits_since.get_or_insert(now);
    }

    fn goes_on(&mut self, now: Instant, bytes: usize) {
        self.waited = self.waited_by(now);
        self.waits_since = None;
        self.bytes = self.bytes.saturating_add(bytes.try_into().unwrap_or(u64::MAX));
    }

    fn waited_by(&self, now: Instant) -> Duration {
        self.waited + self.waits_since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
    }

    /// The time left to whoever's turn it is, or who took too long.
    fn left(&self, now: Instant, limits: &Connections) -> Result<Duration, Late> {
        let waited = self.waited_by(now);
        if self.waits_since.is_some() {
            let earned = self.bytes / limits.body_rate.max(1);
            let may = Duration::from_secs(limits.body_seconds.saturating_add(earned));
            return may.checked_sub(waited).filter(|left| !left.is_zero()).ok_or(Late::Client);
        }
        let worked = now.saturating_duration_since(self.begun).saturating_sub(waited);
        let may = Duration::from_secs(limits.request_seconds);
        may.checked_sub(worked).filter(|left| !left.is_zero()).ok_or(Late::Program)
    }
}

/// A request's body that tells how it comes.
struct Watched {
    body: Body,
    pace: Arc<Mutex<Pace>>,
}

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        let mut pace = looked_at(&self.pace);
        match &polled {
            Poll::Pending => pace.waits(Instant::now()),
            Poll::Ready(frame) => {
                let data = frame.as_ref().and_then(|frame| frame.as_ref().ok()).and_then(Frame::data_ref);
                pace.goes_on(Instant::now(), data.map_or(0, Bytes::len));
            }
        }
        drop(pace);
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::{Connections, Duration, Instant, Late, Pace};
    use proptest::prelude::*;

    const LIMITS: Connections = Connections {
        most: 1,
        head_seconds: 1,
        idle_seconds: 1,
        body_seconds: 20,
        body_rate: 1000,
        stall_seconds: 1,
        request_seconds: 60,
    };

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn a_body_a_byte_at_a_time_ends_with_its_seconds() {
        let begun = Instant::now();
        let mut pace = Pace::begun(begun);
        for second in 0..20 {
            pace.waits(begun + seconds(second));
            let left = pace.left(begun + seconds(second), &LIMITS);
            assert_eq!(left, Ok(seconds(20 - second)), "a byte earns nothing");
            pace.goes_on(begun + seconds(second + 1), 1);
        }
        pace.waits(begun + seconds(20));
        assert_eq!(pace.left(begun + seconds(20), &LIMITS), Err(Late::Client));
    }

    #[test]
    fn a_large_body_that_comes_steadily_takes_longer_than_a_request_may() {
        let begun = Instant::now();
        let mut pace = Pace::begun(begun);
        for second in 0..300 {
            pace.waits(begun + seconds(second));
            pace.goes_on(begun + seconds(second + 1), 1000);
            assert!(pace.left(begun + seconds(second + 1), &LIMITS).is_ok(), "at {second} s");
        }
        let left = pace.left(begun + seconds(300), &LIMITS);
        assert_eq!(left, Ok(seconds(60)), "the program's own time has not begun");
    }

    #[test]
    fn the_programs_own_time_is_counted_without_its_waits() {
        let begun = Instant::now();
        let mut pace = Pace::begun(begun);
        pace.waits(begun + seconds(5));
        assert_eq!(pace.left(begun + seconds(15), &LIMITS), Ok(seconds(10)));
        pace.goes_on(begun + seconds(15), 10);
        assert_eq!(pace.left(begun + seconds(69), &LIMITS), Ok(seconds(1)));
        assert_eq!(pace.left(begun + seconds(70), &LIMITS), Err(Late::Program));
    }

    proptest! {
        /// Whoever looks again when the time that was left is over finds that it is over, or that the other's turn came.
        #[test]
        fn nobody_gets_longer_than_all_limits_together(steps in prop::collection::vec((any::<bool>(), 0u64..30, 0usize..50_000), 0..40)) {
            let begun = Instant::now();
            let (mut now, mut pace, mut bytes) = (begun, Pace::begun(begun), 0u64);
            for (waits, after, more) in steps {
                if waits {
                    pace.waits(now);
                }
                now += seconds(after);
                if let Ok(left) = pace.left(now, &LIMITS) {
                    prop_assert!(pace.left(now + left, &LIMITS).is_err());
                    let most = 60 + 20 + bytes / 1000;
                    prop_assert!(now + left <= begun + seconds(most), "longer than {most} s");
                } else {
                    return Ok(());
                }
                if waits {
                    pace.goes_on(now, more);
                    bytes += more as u64;
                }
            }
        }
    }
}
