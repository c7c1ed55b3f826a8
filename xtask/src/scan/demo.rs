//! A demo city of the scanners' own, on a free port of loopback, and people who sign in there.

use crate::host;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// The password of everybody in a demo city.
const PASSWORD: &str = "mot+cua+can+tho+2012";
/// By what browser everybody comes: a session is bound to the one it was opened in.
pub const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
/// Building a city in a debug build on a busy machine takes a while.
const START_LIMIT: Duration = Duration::from_secs(300);
/// The longest that an answer may take.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// A running city; stopped when dropped, its folder stays beside the report.
pub struct Demo {
    server: Child,
    address: SocketAddr,
    /// Its address without a slash at the end.
    pub url: String,
}

impl Demo {
    /// Builds the program, makes a city of 1,000 dossiers and serves it.
    pub fn start(root: &Path, work: &Path) -> Result<Self> {
        // With the features that the tests were built with, so that nothing is built twice.
        let build = ["build", "--workspace", "--all-targets", "--locked"];
        if !host::succeeds(&mut host::cargo(root, &build))? {
            bail!("the program could not be built");
        }
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = File::create(work.join("report/demo.log")).context("making the demo's log")?;
        let server = Command::new(host::target_dir(root).join("debug/motcua"))
            .args(["demo", "--dossiers", "1000", "--listen", &address.to_string(), "--data"])
            .arg(work.join("city"))
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("starting the demo")?;
        let mut demo = Self { server, address, url: format!("http://{address}") };
        let (mut waited, step) = (Duration::ZERO, Duration::from_millis(500));
        while waited < START_LIMIT {
            if let Some(status) = demo.server.try_wait()? {
                bail!("the demo ended at once ({status}); its words are in report/demo.log");
            }
            if demo.answers() {
                return Ok(demo);
            }
            sleep(step);
            waited += step;
        }
        bail!("the demo did not answer within {} s", START_LIMIT.as_secs())
    }

    /// Whether it answers.
    pub fn answers(&self) -> bool {
        self.ask("GET", "/healthz", "", "").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }

    /// Signs somebody in; the cookie of the session, as `name=value`.
    pub fn sign_in(&self, login: &str) -> Result<String> {
        let answer = self.ask("POST", "/dang-nhap", "", &format!("ten={login}&mat_khau={PASSWORD}&ve="))?;
        let session = session_in(&answer).with_context(|| {
            format!("{login} could not sign in: {}", answer.lines().next().unwrap_or("no answer"))
        })?;
        if !self.knows(&session) {
            bail!("{login} signed in and is a stranger on the next page");
        }
        Ok(session)
    }

    /// Whether a session is open.
    pub fn knows(&self, session: &str) -> bool {
        self.ask("GET", "/tai-khoan", session, "").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }

    /// The whole answer to a request, as text.
    fn ask(&self, method: &str, path: &str, cookie: &str, body: &str) -> Result<String> {
        let mut stream = TcpStream::connect_timeout(&self.address, ANSWER_LIMIT)?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nConnection: close\r\n\
             User-Agent: {AGENT}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {1}\r\n\r\n{body}",
            self.address,
            body.len()
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Only the process that was started here; it may have ended already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The session's cookie among the headers of an answer.
fn session_in(answer: &str) -> Option<String> {
    let headers = answer.split("\r\n\r\n").next()?;
    let mut cookies = headers.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("set-cookie").then(|| value.trim().split(';').next())?
    });
    cookies
        .rfind(|cookie| cookie.strip_prefix("motcua=").is_some_and(|token| !token.is_empty()))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_is_told_from_other_cookies() {
        let answer = "HTTP/1.1 303 See Other\r\nset-cookie: thong_bao=x; Path=/\r\nSet-Cookie: motcua=abc; HttpOnly\r\n\r\n\
                      set-cookie: motcua=body";
        assert_eq!(session_in(answer).as_deref(), Some("motcua=abc"));
        assert_eq!(session_in("HTTP/1.1 422 x\r\nset-cookie: motcua=; Path=/\r\n\r\n"), None);
        assert_eq!(session_in(""), None);
    }
}
