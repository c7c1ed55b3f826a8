//! The program as a process over a city of its own, and a client of one request.

use super::counter::form;
use platform::identity::{self, AccountKind, NewAccount};
use platform::random::Random;
use platform::settings::Settings;
use platform::store::Store;
use platform::{Actor, Clock};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub const PASSWORD: &str = "mot cau mat khau dai";
pub const CLERK: &str = "thu.motcua";
// In force today: the real program goes by the real clock.
pub const AGENCY: &str = "phuong-cai-khe-2025";
/// Longest wait for a server to be ready.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Where a city is.
#[derive(Clone)]
pub struct Place {
    pub folder: PathBuf,
    pub url: Option<String>,
}

impl Place {
    pub fn sqlite(folder: &Path) -> Place {
        Place { folder: folder.to_owned(), url: None }
    }

    pub fn postgres(folder: &Path, url: String) -> Place {
        Place { folder: folder.to_owned(), url: Some(url) }
    }

    pub fn settings(&self) -> Settings {
        Settings { data: self.folder.clone(), database_url: self.url.clone(), ..Settings::default() }
    }

    /// Writes the settings file that the program reads there.
    pub fn set(&self, toml: &str) {
        std::fs::create_dir_all(&self.folder).unwrap();
        std::fs::write(self.folder.join("motcua.toml"), toml).unwrap();
    }

    pub async fn store(&self) -> Store {
        motcua::open_store(&self.settings(), Clock::system()).await.unwrap()
    }

    /// Makes the city, with a clerk at a counter; the agency's id.
    pub async fn found(&self) -> i64 {
        let store = self.store().await;
        platform::store::migrate(&store, motcua::slices()).await.unwrap();
        let app = motcua::open(self.settings(), store, Random::system()).await.unwrap();
        motcua::seed(&app).await.unwrap();
        let agency = app.directory().by_code(AGENCY).unwrap().id;
        let hash = identity::hash_password(PASSWORD).await.unwrap();
        let tx = app.store.write(&Actor::system()).await.unwrap();
        let account = NewAccount {
            kind: AccountKind::Staff,
            login: CLERK.to_owned(),
            name: "Cán bộ một cửa".to_owned(),
            email: None,
            phone: None,
            identity_number: None,
            address: None,
            agency_id: Some(agency),
        };
        let id = identity::create_account(&tx, &account, &hash).await.unwrap();
        identity::grant_role(&tx, id, "clerk", agency, false).await.unwrap();
        tx.commit().await.unwrap();
        app.store.close().await.unwrap();
        agency
    }

    /// A command of the program on this city.
    pub fn command(&self, args: &[&str]) -> Command {
        self.command_by(Path::new(env!("CARGO_BIN_EXE_motcua")), args)
    }

    /// The same by another program than this one.
    pub fn command_by(&self, program: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.arg("--data").arg(&self.folder).args(args);
        for name in ["DATABASE_URL", "MOTCUA_DATA", "MOTCUA_LISTEN"] {
            command.env_remove(name);
        }
        if let Some(url) = &self.url {
            command.env("DATABASE_URL", url);
        }
        command.stdin(Stdio::null());
        command
    }

    /// Runs a command to its end; its exit code and what it said.
    pub fn run(&self, args: &[&str]) -> (i32, String) {
        let output = self.command(args).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&said).into_owned())
    }

    /// The journal sealed and verified.
    #[track_caller]
    pub fn expect_ledger(&self) {
        let (code, said) = self.run(&["ledger", "seal"]);
        assert_eq!(code, 0, "{said}");
        let (code, said) = self.run(&["ledger", "verify"]);
        assert_eq!(code, 0, "{said}");
    }
}

/// A command under a tracer that is called with `-D`: the tracer stands beside the program, which keeps its number.
pub fn traced(mut tracer: Command, command: &Command) -> Command {
    tracer.arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => tracer.env(name, value),
            None => tracer.env_remove(name),
        };
    }
    tracer
}

/// A running server; killed when dropped.
pub struct Node {
    child: Child,
    pub address: String,
    log: tempfile::NamedTempFile,
}

impl Node {
    /// Starts one and waits until it is ready.
    pub fn start(place: &Place) -> Node {
        Node::start_by(place.command(&["serve"]))
    }

    /// The same by a command that ends in `serve`.
    pub fn start_by(mut command: Command) -> Node {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let address = free.to_string();
        let log = tempfile::NamedTempFile::new().unwrap();
        let child = command
            .args(["--listen", &address])
            .stdout(Stdio::null())
            .stderr(log.reopen().unwrap())
            .env("MOTCUA_LOG", "error")
            .spawn()
            .unwrap();
        let mut node = Node { child, address, log };
        let begin = Instant::now();
        loop {
            if let Some(answer) = ask(&node.address, "GET", "/readyz", None, "")
                && answer.status == 200
            {
                return node;
            }
            assert!(node.child.try_wait().unwrap().is_none(), "the server ended at once");
            assert!(begin.elapsed() < PATIENCE, "the server did not become ready");
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has said so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log.path()).unwrap()
    }

    /// Asks it to end; its exit code.
    pub fn end(mut self) -> Option<i32> {
        let told = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status();
        assert!(told.unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// kill -9.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Signs the clerk in; the cookie.
    pub fn sign_in(&self) -> String {
        let body =
            form(&[("ten".to_owned(), CLERK.to_owned()), ("mat_khau".to_owned(), PASSWORD.to_owned())]);
        let answer = ask(&self.address, "POST", "/dang-nhap", None, &body).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.cookie.unwrap()
    }

    /// How many files and connections it holds open.
    pub fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.pid())).unwrap().count()
    }

    /// Memory at most, megabytes.
    pub fn peak_megabytes(&self) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap();
        line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the server said:\n{}", self.log());
        }
    }
}

pub struct Answer {
    pub status: u16,
    pub location: String,
    pub cookie: Option<String>,
    pub body: String,
}

/// One request of a form on a connection of its own; nothing when there is no whole answer.
pub fn ask(address: &str, method: &str, path: &str, cookie: Option<&str>, body: &str) -> Option<Answer> {
    let cookie = cookie.map(|c| format!("Cookie: {c}\r\n")).unwrap_or_default();
    ask_with(
        address,
        method,
        path,
        &format!("{cookie}Content-Type: application/x-www-form-urlencoded\r\n"),
        body.as_bytes(),
    )
}

/// The same with header lines of the caller's.
pub fn ask_with(address: &str, method: &str, path: &str, headers: &str, body: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(90))).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nUser-Agent: faults\r\nConnection: close\r\n{headers}\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    Answer::read(&mut stream)
}

impl Answer {
    /// What comes until the end; nothing unless all of it came.
    pub fn read(stream: &mut TcpStream) -> Option<Answer> {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n")?;
        let named = |name: &str| {
            head.lines().find_map(|l| {
                let (key, value) = l.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let promised = named("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
        if body.len() < promised {
            return None;
        }
        Some(Answer {
            status: head.split_whitespace().nth(1)?.parse().ok()?,
            location: named("location").unwrap_or_default(),
            cookie: named("set-cookie").map(|c| c.split(';').next().unwrap_or_default().to_owned()),
            body: body.to_owned(),
        })
    }
}
