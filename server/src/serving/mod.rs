//! Serving HTTP with an end to every wait for a client: for a request's head, for its body, for an answer to be taken, for
//! the next request; and with a number of connections, in which those without a request make room.
//!
//! pace.rs: time of a request · waiting.rs: the connections without one.

mod pace;
mod waiting;

pub(crate) use pace::in_time;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::{Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use platform::settings::Connections;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;
use waiting::{Busy, Line, Waiting};

/// Bytes of a request's head: far more than our longest query and cookies take.
const HEAD: usize = 32 * 1024;
/// Bytes kept of each connection's input and output at most.
const BUFFER: usize = 64 * 1024;
/// Open files that are left to the database, uploads and the rest of the program.
const OTHER_FILES: usize = 256;
/// How long a connection that was asked to go may write out what it has.
const FAREWELL: Duration = Duration::from_secs(1);
/// Pause after a connection could not be taken, and between two askings for room.
const PAUSE: Duration = Duration::from_millis(50);

/// What all connections share.
struct House {
    router: Router,
    limits: Connections,
    waiting: Arc<Waiting>,
}

/// Serves until `stop`; then no connection is taken any more, and requests under way have the time of a request to end.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Connections,
    stop: impl Future<Output = ()>,
) {
    let seats = Arc::new(Semaphore::new(room(limits.most)));
    let house = Arc::new(House { router, limits, waiting: Arc::default() });
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let taken = async {
            let (stream, from) = accept(&listener, &house.waiting).await;
            (stream, from, seat(&seats, &house.waiting).await)
        };
        let (stream, from, seat) = tokio::select! {
            taken = taken => taken,
            () = &mut stop => break,
        };
        let (house, stopped) = (house.clone(), stopped.clone());
        tokio::spawn(async move {
            hold(stream, from, &house, stopped).await;
            drop(seat);
        });
    }
    drop((listener, stopped));
    stopping.send_replace(true);
    // Every connection has a receiver: all have gone when all of those have.
    if timeout(seconds(limits.request_seconds), stopping.closed()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count.max(1))
}

/// How many connections there is room for, after the limit on open files is raised as far as this process may.
fn room(wanted: usize) -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, ..limit };
    if limit.current != limit.maximum && setrlimit(Resource::Nofile, raised).is_ok() {
        limit = raised;
    }
    let files = limit.current.and_then(|files| usize::try_from(files).ok()).unwrap_or(usize::MAX);
    let room = within(wanted, files);
    if room < wanted {
        tracing::warn!(room, wanted, "the limit on open files lets in fewer connections than the settings");
    }
    room
}

/// So many connections of so many open files; at least one, and never more than a semaphore counts.
fn within(wanted: usize, files: usize) -> usize {
    wanted.min(files.saturating_sub(OTHER_FILES)).clamp(1, Semaphore::MAX_PERMITS)
}

/// The next connection.
async fn accept(listener: &TcpListener, waiting: &Waiting) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            Err(error) if is_of_the_client(&error) => {}
            // No files left, mostly: somebody who does nothing makes room.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                waiting.dismiss_oldest();
                sleep(PAUSE).await;
            }
        }
    }
}

/// Whether it is about the one connection only, which went before it was taken.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// A seat for a new connection: when all are taken, that of who waits longest; when all are at work, the first that ends.
async fn seat(seats: &Arc<Semaphore>, waiting: &Waiting) -> Option<OwnedSemaphorePermit> {
    if let Ok(seat) = seats.clone().try_acquire_owned() {
        return Some(seat);
    }
    loop {
        waiting.dismiss_oldest();
        if let Ok(seat) = timeout(PAUSE, seats.clone().acquire_owned()).await {
            return seat.ok();
        }
    }
}

/// One connection from its first byte to its last.
async fn hold(stream: TcpStream, from: SocketAddr, house: &House, mut stopped: watch::Receiver<bool>) {
    let limits = &house.limits;
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(seconds(limits.stall_seconds)));
    let line = Line::new(house.waiting.clone());
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let busy = line.begin();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(from));
        let answer = house.router.clone().oneshot(request);
        async move { answer.await.map(|answer| answer.map(|body| Answer { body, _busy: busy })) }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(seconds(limits.idle_seconds))
            .max_header_size(HEAD)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
    );
    let mut first = pin!(sleep(seconds(limits.head_seconds)));
    let (mut was_asked, mut is_ending) = (false, false);
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection broke off");
                }
                return;
            }
            () = &mut first, if !was_asked => {
                if !line.was_asked() {
                    return;
                }
                was_asked = true;
            }
            () = line.dismissed() => {
                connection.as_mut().graceful_shutdown();
                if !line.is_busy() {
                    // What is left to write of an answer may still go; a head that is half there goes with its sender.
                    let _ = timeout(FAREWELL, connection).await;
                    return;
                }
            }
            // An error would be the sender gone: it outlives all connections.
            _ = stopped.changed(), if !is_ending => {
                is_ending = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// An answer's body, while it is there the connection counts as busy.
struct Answer {
    body: Body,
    _busy: Busy,
}

impl hyper::body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
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
    use super::within;

    #[test]
    fn a_part_of_the_open_files_is_left_to_the_program() {
        assert_eq!(within(10_000, 20_000), 10_000);
        assert_eq!(within(10_000, 1024), 768);
        assert_eq!(within(10_000, 100), 1, "it serves, one by one");
        assert_eq!(within(0, 1024), 1);
    }
}
