//! The load: connections that ask again as soon as they are answered, and what their answers took.

use anyhow::{Context, Result, bail};
use axum::http::StatusCode;
use bytes::Bytes;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request to be sent.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Path with query.
    pub path: String,
    /// Content type and body of a POST; a GET without.
    pub body: Option<(String, Bytes)>,
    /// The answer that counts as done.
    pub expected: StatusCode,
}

impl Ask {
    /// Reads a page.
    pub fn get(path: String) -> Ask {
        Ask { path, body: None, expected: StatusCode::OK }
    }
}

/// An answer.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// The cookie it sets.
    pub cookie: Option<String>,
    /// Body.
    pub body: Vec<u8>,
}

/// One connection that is kept open.
pub struct Connection {
    stream: TcpStream,
    /// What was read of the next answer.
    read: Vec<u8>,
    head: String,
}

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
/// No answer of either side has more headers.
const HEADERS: usize = 40;

impl Connection {
    /// Opens it.
    pub async fn open(address: &str, cookie: Option<&str>) -> Result<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let cookie = cookie.map(|c| format!("Cookie: {c}\r\n")).unwrap_or_default();
        let head = format!("Host: {address}\r\nUser-Agent: {AGENT}\r\n{cookie}");
        Ok(Connection { stream, read: Vec::new(), head })
    }

    /// Asks and reads the whole answer.
    pub async fn ask(&mut self, ask: &Ask) -> Result<Answer> {
        let head = match &ask.body {
            None => format!("GET {} HTTP/1.1\r\n{}\r\n", ask.path, self.head),
            Some((kind, body)) => format!(
                "POST {} HTTP/1.1\r\n{}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
                ask.path,
                self.head,
                body.len()
            ),
        };
        let mut message = head.into_bytes();
        if let Some((_, body)) = &ask.body {
            message.extend_from_slice(body);
        }
        self.stream.write_all(&message).await?;
        let (mut answer, length) = self.answer_head().await?;
        answer.body = match length {
            Some(length) => self.take(length).await?,
            None => self.chunks().await?,
        };
        Ok(answer)
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.read).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }

    /// Status and headers, and the body's length where it is given.
    async fn answer_head(&mut self) -> Result<(Answer, Option<usize>)> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; HEADERS];
            let mut response = httparse::Response::new(&mut headers);
            let httparse::Status::Complete(size) = response.parse(&self.read)? else {
                self.more().await?;
                continue;
            };
            let status = StatusCode::from_u16(response.code.unwrap_or_default())?;
            let named = |name: &str| {
                let found = response.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name))?;
                std::str::from_utf8(found.value).ok().map(str::to_owned)
            };
            let answer = Answer { status, cookie: named("set-cookie"), body: Vec::new() };
            let length = match named("transfer-encoding") {
                Some(_) => None,
                None => Some(named("content-length").map_or(Ok(0), |l| l.parse())?),
            };
            self.read.drain(..size);
            return Ok((answer, length));
        }
    }

    async fn take(&mut self, length: usize) -> Result<Vec<u8>> {
        while self.read.len() < length {
            self.more().await?;
        }
        Ok(self.read.drain(..length).collect())
    }

    async fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            match httparse::parse_chunk_size(&self.read).map_err(|_| anyhow::anyhow!("a broken chunk"))? {
                httparse::Status::Partial => self.more().await?,
                httparse::Status::Complete((head, size)) => {
                    self.read.drain(..head);
                    let size = usize::try_from(size)?;
                    body.extend(self.take(size).await?);
                    self.take(2).await?;
                    if size == 0 {
                        return Ok(body);
                    }
                }
            }
        }
    }
}

/// Makes the request with a number; the same number is never made twice.
pub type Make = Arc<dyn Fn(u64) -> Ask + Send + Sync>;

/// What a round was like.
#[derive(Default)]
pub struct Round {
    /// How long each answer took, microseconds.
    pub took: Vec<u64>,
    /// Seconds of the round.
    pub seconds: f64,
}

/// Asks over `connections` connections for `time`; any answer but the expected one ends the run.
pub async fn round(
    address: &str,
    cookie: Option<&str>,
    (connections, time): (usize, Duration),
    make: &Make,
    counter: &Arc<AtomicU64>,
) -> Result<Round> {
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(address, cookie).await?);
    }
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for mut connection in open {
        let (make, counter) = (make.clone(), counter.clone());
        tasks.push(tokio::spawn(async move {
            let mut took = Vec::new();
            while begin.elapsed() < time {
                let ask = make(counter.fetch_add(1, Ordering::Relaxed));
                let start = Instant::now();
                let answer = connection.ask(&ask).await?;
                if answer.status != ask.expected {
                    let text = String::from_utf8_lossy(&answer.body);
                    bail!("{}: {} instead of {}:\n{text}", ask.path, answer.status, ask.expected);
                }
                took.push(u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
            Ok(took)
        }));
    }
    let mut round = Round::default();
    for task in tasks {
        round.took.extend(task.await.context("a connection")??);
    }
    round.seconds = begin.elapsed().as_secs_f64();
    Ok(round)
}

/// The value below which a share of them lies.
pub fn percentile(took: &mut [u64], share: f64) -> f64 {
    took.sort_unstable();
    let at = ((took.len() as f64) * share).ceil() as usize;
    took.get(at.saturating_sub(1)).map_or(0.0, |us| *us as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let mut took: Vec<u64> = (1..=100).rev().map(|n| n * 1000).collect();
        assert_eq!(percentile(&mut took, 0.5), 50.0);
        assert_eq!(percentile(&mut took, 0.99), 99.0);
        assert_eq!(percentile(&mut [], 0.5), 0.0);
    }
}
