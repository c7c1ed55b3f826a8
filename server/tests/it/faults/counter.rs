//! The counter of the fault tests: a filing, clerks who file under load, and the reckoning of what they were told.

use super::node::{Answer, PATIENCE, Place, ask, ask_with};
use platform::Read;
use platform::files::{FilePlace, Files};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const BOUNDARY: &str = "rao";
const PAPERS: [&str; 5] = ["to-khai", "giay-chung-sinh", "giay-ket-hon", "giay-to-tuy-than", "so-ho-khau"];

/// A form as a browser sends it.
pub fn form(fields: &[(String, String)]) -> String {
    fields
        .iter()
        .map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v)))
        .collect::<Vec<_>>()
        .join("&")
}

/// A filing at the counter under a key, received at once.
pub fn filing(agency: i64, key: &str) -> String {
    form(&fields(agency, key))
}

/// The same with a scan of its first paper, as a body of several parts with this boundary.
fn filing_with_scan(agency: i64, key: &str, scan: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields(agency, key) {
        let part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"giay.{}.tep\"; filename=\"to.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n",
        PAPERS[0]
    );
    body.extend(head.into_bytes());
    body.extend(scan);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    body
}

/// Sends such a filing; whatever is answered is an answer.
pub fn send_with_scan(address: &str, cookie: &str, agency: i64, key: &str, scan: &[u8]) -> Answer {
    let headers = format!("Cookie: {cookie}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n");
    ask_with(address, "POST", "/quay/nhan", &headers, &filing_with_scan(agency, key, scan)).unwrap()
}

fn fields(agency: i64, key: &str) -> Vec<(String, String)> {
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
    fields
}

/// What clerks filed: every key sent, and those that were acknowledged.
#[derive(Default)]
pub struct Book {
    pub sent: Vec<String>,
    pub acknowledged: Vec<String>,
    /// Answers that were neither a receipt nor none at all, by status.
    pub refused: Vec<u16>,
    /// The longest that anybody waited for an answer, or for none.
    pub longest: Duration,
}

impl Book {
    /// Adds what others filed.
    pub fn add(&mut self, other: Book) {
        self.sent.extend(other.sent);
        self.acknowledged.extend(other.acknowledged);
        self.refused.extend(other.refused);
        self.longest = self.longest.max(other.longest);
    }
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
                        let begin = Instant::now();
                        let answer = ask(&address, "POST", "/quay/nhan", Some(&cookie), &body);
                        let mut noted = book.lock().unwrap();
                        noted.longest = noted.longest.max(begin.elapsed());
                        drop(noted);
                        match answer {
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

    /// Waits until so many were answered, with whatever.
    #[track_caller]
    pub fn wait_for_answers(&self, count: usize) {
        let begin = Instant::now();
        while self.acknowledged() + self.refused() < count {
            assert!(
                begin.elapsed() < 3 * PATIENCE,
                "{} filed, {} refused",
                self.acknowledged(),
                self.refused()
            );
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

/// The scans of these filings: each has one in the database, and its bytes are where they should be.
pub async fn expect_scans(place: &Place, keys: &[String]) {
    let store = place.store().await;
    let files = Files::at(&FilePlace::Folder(place.folder.join("files"))).unwrap();
    for key in keys {
        let sql = "SELECT p.file_hash FROM dossier_paper p JOIN dossier d ON d.id = p.dossier_id \
                   WHERE d.idempotency_key = $1 AND p.file_hash IS NOT NULL";
        let found: Vec<(String,)> = store.rows(sql, vec![key.clone().into()]).await.unwrap();
        assert_eq!(found.len(), 1, "the scan of {key} is lost");
        files.checked(&found[0].0).await.unwrap();
    }
    store.close().await.unwrap();
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
