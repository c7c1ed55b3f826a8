//! Checkpoints time-stamped by a real RFC 3161 authority, OpenSSL's, behind a small HTTP server of the test.

use crate::city::City;
use kernel::Moment;
use ledger::stamp::{self, Authorities};
use ledger::testing::{Kind, Tsa};
use ledger::{Bundle, Finding};
use platform::journal::Change;
use platform::ledger::{self as kept, Audit};
use platform::settings::Settings;
use platform::store::Actor;
use platform::testing::TestCity;
use platform::{GROUND, Slice};
use std::path::{Path, PathBuf};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

static GROUND_ONLY: &[&Slice] = &[&GROUND];

type Reply = fn(&Tsa, &[u8]) -> Vec<u8>;

fn stamps(tsa: &Tsa, request: &[u8]) -> Vec<u8> {
    tsa.answer(request).unwrap()
}

/// What a request carries.
async fn body(stream: &mut TcpStream) -> Vec<u8> {
    let mut seen = Vec::new();
    let mut head = None;
    loop {
        let mut part = [0; 1024];
        let read = stream.read(&mut part).await.unwrap();
        assert!(read > 0, "the request ends too early");
        seen.extend_from_slice(&part[..read]);
        head = head.or_else(|| seen.windows(4).position(|w| w == b"\r\n\r\n").map(|end| end + 4));
        let Some(head) = head else { continue };
        let text = String::from_utf8_lossy(&seen[..head]).to_lowercase();
        assert!(text.contains("content-type: application/timestamp-query"), "{text}");
        let length = text.lines().find_map(|l| l.strip_prefix("content-length: ")).unwrap();
        if seen.len() >= head + length.parse::<usize>().unwrap() {
            return seen.split_off(head);
        }
    }
}

/// The authority's address, and the file of its root.
async fn serve(kind: Kind, reply: Reply) -> (String, PathBuf) {
    let tsa = Tsa::new(kind).unwrap();
    let root = tsa.root();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = reply(&tsa, &body(&mut stream).await);
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/timestamp-reply\r\ncontent-length: {}\r\n\
                 connection: close\r\n\r\n",
                answer.len()
            );
            stream.write_all(&[head.as_bytes(), &answer].concat()).await.unwrap();
        }
    });
    (format!("http://{address}/"), root)
}

/// The machine's time, by which OpenSSL stamps.
fn now() -> Moment {
    let told = std::process::Command::new("date").arg("+%s").output().unwrap();
    let seconds: i64 = String::from_utf8(told.stdout).unwrap().trim().parse().unwrap();
    Moment::from_micros(seconds * 1_000_000)
}

async fn city(tsa: String, root: Option<&Path>) -> TestCity {
    let tsa_authority = root.map(Path::to_owned);
    let settings = Settings { tsa: Some(tsa), tsa_authority, ..Settings::default() };
    TestCity::with(GROUND_ONLY, now(), settings).await.unwrap()
}

/// Writes so many entries and seals them.
async fn seal(city: &TestCity, entries: i64) {
    for n in 0..entries {
        let tx = city.app.store.write(&Actor::system()).await.unwrap();
        tx.journal(Change::of("ground", "note", n, "add").after(serde_json::json!({"n": n}))).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(kept::seal(&city.app).await.unwrap().added as i64, entries);
}

async fn audit(city: &TestCity, trusted: Option<&Authorities>) -> ledger::Verdict {
    kept::audit_stamped(&city.app.store, trusted, |_, _| {}).await.unwrap().unwrap().verdict
}

#[tokio::test]
async fn the_newest_checkpoint_is_stamped_once_and_its_stamp_goes_along() {
    let (tsa, root) = serve(Kind::Ecdsa, stamps).await;
    let city = city(tsa, Some(&root)).await;
    assert!(!kept::stamp(&city.app).await.unwrap(), "nothing is sealed yet");
    seal(&city, 3).await;
    assert!(kept::stamp(&city.app).await.unwrap());
    assert!(!kept::stamp(&city.app).await.unwrap(), "it has one");
    seal(&city, 2).await;
    let trusted = kept::authorities(&city.app.settings).unwrap();
    let checked = audit(&city, trusted.as_ref()).await;
    assert_eq!((checked.findings, checked.checkpoints, checked.stamps), (vec![], 2, 1));
    assert_eq!(audit(&city, None).await.unchecked_stamps, 1);
    assert!(kept::stamp(&city.app).await.unwrap(), "the next checkpoint");
    let last = kept::last_stamp(&city.app.store).await.unwrap().unwrap();
    assert_eq!((last.size, last.authority.as_str()), (5, "CN=Stamper of the test,O=Cần Thơ"));

    let mut written = Vec::new();
    kept::export(&city.app.store, 1, 4, &mut written, |_| {}).await.unwrap().unwrap();
    let text = String::from_utf8(written).unwrap();
    let check = |trusted: &Authorities| {
        Bundle::check_stamped(text.lines(), None, Some(trusted), Audit::TOLERANCE).unwrap()
    };
    let verdict = check(&trusted.unwrap());
    assert_eq!((verdict.findings, verdict.entries, verdict.stamps), (vec![], 3, 2));
    let other = std::fs::read(Tsa::new(Kind::Ecdsa).unwrap().root()).unwrap();
    let foreign = check(&Authorities::read(&other).unwrap());
    assert!(matches!(foreign.first(), Some(Finding::StampWrong { size: 3, .. })), "{foreign:?}");
}

#[tokio::test]
async fn an_answer_that_does_not_hold_fails_in_words_and_is_not_kept() {
    let cases: [(Kind, Reply, &str); 4] = [
        (Kind::Rsa, |tsa, _| stamps(tsa, &stamp::request("a note", [1; 16]).unwrap()), "nonce differs"),
        (Kind::Rsa, |tsa, _| stamps(tsa, b"no request"), "the authority refused"),
        (Kind::Rsa, |_, _| b"<html>Bad gateway</html>".to_vec(), "the answer cannot be read"),
        (Kind::Expired, stamps, "was not valid at the time"),
    ];
    for (kind, reply, words) in cases {
        let (tsa, root) = serve(kind, reply).await;
        let city = city(tsa, Some(&root)).await;
        seal(&city, 1).await;
        let failed = format!("{:?}", kept::stamp(&city.app).await.unwrap_err());
        assert!(failed.contains(words), "{words}: {failed}");
        assert_eq!(kept::last_stamp(&city.app.store).await.unwrap(), None, "{words}");
        seal(&city, 1).await;
    }
}

#[tokio::test]
async fn the_stamps_of_another_authority_or_of_none_are_not_taken() {
    let other = Tsa::new(Kind::Rsa).unwrap();
    for (root, words) in
        [(Some(other.root()), "does not lead to a given authority"), (None, "tsa_authority is not")]
    {
        let (tsa, _) = serve(Kind::Rsa, stamps).await;
        let city = city(tsa, root.as_deref()).await;
        seal(&city, 1).await;
        let failed = format!("{:?}", kept::stamp(&city.app).await.unwrap_err());
        assert!(failed.contains(words), "{failed}");
    }
    let nobody = city("http://127.0.0.1:1/".to_owned(), Some(&other.root())).await;
    seal(&nobody, 1).await;
    assert!(kept::stamp(&nobody.app).await.is_err(), "nobody answers");
    assert_eq!(kept::status(&nobody.app.store).await.unwrap().pending, 0, "sealing does not wait");
}

#[tokio::test]
async fn a_stamp_that_does_not_fit_the_times_is_named() {
    let (tsa, root) = serve(Kind::Rsa, stamps).await;
    let city = city(tsa, Some(&root)).await;
    seal(&city, 2).await;
    kept::stamp(&city.app).await.unwrap();
    let trusted = kept::authorities(&city.app.settings).unwrap();
    city.clock.set(now().plus_minutes(-60));
    seal(&city, 1).await;
    let found = audit(&city, trusted.as_ref()).await.findings;
    assert!(
        found.iter().any(|f| matches!(f, Finding::CheckpointBackDated { size: 3, .. })),
        "whoever holds the key says an hour too early: {found:?}"
    );
    let failed = format!("{:?}", kept::stamp(&city.app).await.unwrap_err());
    assert!(failed.contains("one clock is wrong"), "{failed}");
}

#[tokio::test]
async fn the_pages_of_the_ledger_tell_the_newest_stamp() {
    let city = City::new().await;
    kept::seal(&city.app).await.unwrap();
    let newest = kept::latest(&city.app.store).await.unwrap().unwrap();
    let tsa = Tsa::new(Kind::Rsa).unwrap();
    let answer = tsa.answer(&stamp::request(&newest.note, [2; 16]).unwrap()).unwrap();
    let token = stamp::text(&stamp::answered(&answer, &newest.note, [2; 16]).unwrap());
    let tx = city.app.store.housekeeping().await.unwrap();
    let sql = "INSERT INTO ledger_stamp (checkpoint_id, said_at, token) VALUES ($1, $2, $3)";
    let row = vec![newest.id.into(), city.clock.now().micros().into(), token.into()];
    tx.exec(sql, row).await.unwrap();
    tx.commit().await.unwrap();
    let admin = city.staff("it", "ubnd-tp-can-tho").await;
    for page in [
        city.stranger().get("/niem-phong").await.expect(200).text(),
        admin.get("/quan-tri/niem-phong").await.expect(200).text(),
    ] {
        assert!(page.contains("Dấu thời gian") && page.contains("Stamper of the test"), "{page}");
    }
}

/// As a backup of before the time-stamps comes back: without their table.
#[tokio::test]
async fn a_database_of_before_time_stamps_is_checked_too() {
    let city = city(String::new(), None).await;
    seal(&city, 2).await;
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("DROP TABLE ledger_stamp", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let audit = kept::audit(&city.app.store, |_, _| {}).await.unwrap().unwrap();
    assert_eq!((audit.verdict.findings, audit.verdict.checkpoints), (vec![], 1));
}
