//! The program as a process over a city of its own, and clients that file at its counter.

use platform::identity::{self, AccountKind, NewAccount};
use platform::random::Random;
use platform::settings::Settings;
use platform::store::Store;
use platform::{Actor, Clock, Read};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub const PASSWORD: &str = "mot cau mat khau dai";
pub const CLERK: &str = "thu.motcua";
// In force today: the real program goes by the real clock.
pub const AGENCY: &str = "phuong-cai-khe-2025";
/// Longest wait for a server to be ready.
const PATIENCE: Duration = Duration::from_secs(60);
const PAPERS: [&str; 5] = ["to-khai", "giay-chung-sinh", "giay-ket-hon", "giay-to-tuy-than", "so-ho-khau"];

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

/// A running server; killed when dropped.
pub struct Node {
    child: Child,
    pub address: String,
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
        let child = command
            .args(["--listen", &address])
            .stdout(Stdio::null())
            .env("MOTCUA_LOG", "error")
            .spawn()
            .unwrap();
        let mut node = Node { child, address };
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
    }
}

pub struct Answer {
    pub status: u16,
    pub location: String,
    pub cookie: Option<String>,
    pub body: String,
}

/// One request on a connection of its own; nothing when there is no whole answer.
pub fn ask(address: &str, method: &str, path: &str, cookie: Option<&str>, body: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    let cookie = cookie.map(|c| format!("Cookie: {c}\r\n")).unwrap_or_default();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nUser-Agent: faults\r\nConnection: close\r\n{cookie}\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
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
    Some(Answer {
        status: head.split_whitespace().nth(1)?.parse().ok()?,
        location: named("location").unwrap_or_default(),
        cookie: named("set-cookie").map(|c| c.split(';').next().unwrap_or_default().to_owned()),
        body: body.to_owned(),
    })
}

fn form(fields: &[(String, String)]) -> String {
    fields
        .iter()
        .map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v)))
        .collect::<Vec<_>>()
        .join("&")
}

/// A filing at the counter under a key, received at once.
pub fn filing(agency: i64, key: &str) -> String {
    let mut fields: Vec<(String, String)> = [
        ("khoa", key),
        ("thu-tuc", "HT-01"),
        ("don-vi", &agency.to_string()),
        ("kenh", "counter"),
        ("doi-tuong", "citizen"),
        ("ho-ten", "Nguyễn Thị Thử"),
        ("so-giay-to", "361234567"),
        ("dia-chi", "12 Hai Bà Trưng, Ninh Kiều"),
        ("dien-thoai", "0909111222"),
        ("tra-ket-qua", "counter"),
        ("xu-ly", "tiep-nhan"),
    ]
    .map(|(n, v)| (n.to_owned(), v.to_owned()))
    .into();
    for paper in PAPERS {
        fields.push((format!("giay.{paper}.co"), "original".to_owned()));
        fields.push((format!("giay.{paper}.so"), "1".to_owned()));
    }
    form(&fields)
}

/// What clerks filed: every key sent, and those that were acknowledged.
#[derive(Default)]
pub struct Book {
    pub sent: Vec<String>,
    pub acknowledged: Vec<String>,
    /// Answers that were neither a receipt nor none at all, by status.
    pub refused: Vec<u16>,
}

/// Clerks who file as fast as they are answered, until they are stopped.
pub struct Clerks {
    stop: Arc<AtomicBool>,
    book: Arc<Mutex<Book>>,
    threads: Vec<JoinHandle<()>>,
}

impl Clerks {
    /// Sets so many to work; `name` makes their keys unique among the test's clerks.
    pub fn start(address: &str, cookie: &str, agency: i64, count: usize, name: &str) -> Clerks {
        let (stop, book) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Book::default())));
        let number = Arc::new(AtomicU64::new(0));
        let threads = (0..count)
            .map(|_| {
                let (stop, book, number) = (stop.clone(), book.clone(), number.clone());
                let (address, cookie, name) = (address.to_owned(), cookie.to_owned(), name.to_owned());
                std::thread::spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        let key = format!("{name}-{:016}", number.fetch_add(1, Ordering::Relaxed));
                        book.lock().unwrap().sent.push(key.clone());
                        let body = filing(agency, &key);
                        match ask(&address, "POST", "/quay/nhan", Some(&cookie), &body) {
                            Some(answer) if answer.location.starts_with("/quay/da-nhan/") => {
                                book.lock().unwrap().acknowledged.push(key);
                            }
                            Some(answer) => book.lock().unwrap().refused.push(answer.status),
                            // The server is gone: nothing was promised.
                            None => std::thread::park_timeout(Duration::from_millis(10)),
                        }
                    }
                })
            })
            .collect();
        Clerks { stop, book, threads }
    }

    /// How many filings were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.book.lock().unwrap().acknowledged.len()
    }

    /// How many were answered with neither.
    pub fn refused(&self) -> usize {
        self.book.lock().unwrap().refused.len()
    }

    /// Waits until so many are acknowledged.
    #[track_caller]
    pub fn wait_for(&self, count: usize) {
        let begin = Instant::now();
        while self.acknowledged() < count {
            assert!(begin.elapsed() < PATIENCE, "only {} of {count} were filed", self.acknowledged());
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }

    /// Sends them home; their book.
    pub fn stop(self) -> Book {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().unwrap();
        }
        Arc::try_unwrap(self.book).ok().unwrap().into_inner().unwrap()
    }
}

/// Every acknowledged filing stands there once and received, no key twice, no number left out or given twice; the chain and
/// the ledger fit.
pub async fn expect_whole(place: &Place, book: &Book) {
    let store = place.store().await;
    for key in &book.acknowledged {
        let sql = "SELECT COUNT(*) FROM dossier WHERE idempotency_key = $1 AND received_at IS NOT NULL";
        let found = store.number(sql, vec![key.clone().into()]).await.unwrap();
        assert_eq!(found, 1, "the acknowledged filing {key} is lost");
    }
    let count = async |sql: &str| store.number(sql, vec![]).await.unwrap();
    let all = count("SELECT COUNT(*) FROM dossier").await;
    assert!(
        usize::try_from(all).unwrap() <= book.sent.len(),
        "{all} dossiers of {} filings",
        book.sent.len()
    );
    let numbers = "SELECT CAST(COALESCE(SUM(last), 0) AS BIGINT) FROM code_counter WHERE scope LIKE 'code:%'";
    assert_eq!(count(numbers).await, all, "the numbers of the codes are without gaps");
    let filed = "SELECT COUNT(*) FROM journal WHERE record = 'dossier' AND action = 'file'";
    assert_eq!(count(filed).await, all, "each filing is in the journal once");
    assert_eq!(platform::upkeep::journal_chain(&store).await.unwrap().1, None);
    store.close().await.unwrap();
    place.expect_ledger();
}
