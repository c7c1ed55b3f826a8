//! Files handed in pass by clamd where the settings name one: what it finds, and what happens while it does not answer.

use crate::city::{City, Client};
use crate::journeys::online;
use platform::Read;
use platform::settings::Settings;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What every scanner knows by heart; it does no harm.
const EICAR: &str = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/// Speaks clamd's protocol: `zINSTREAM`, chunks with their length before them, an empty one at the end, one answer.
async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut command = Vec::new();
    while command.last() != Some(&0) {
        command.push(stream.read_u8().await?);
    }
    if command != b"zINSTREAM\0" {
        return stream.write_all(b"UNKNOWN COMMAND\0").await;
    }
    let mut content = Vec::new();
    loop {
        let length = stream.read_u32().await?;
        if length == 0 {
            break;
        }
        let mut chunk = vec![0; length as usize];
        stream.read_exact(&mut chunk).await?;
        content.extend(chunk);
    }
    let found = String::from_utf8_lossy(&content).contains(EICAR);
    let said: &[u8] = if found { b"stream: Eicar-Signature FOUND\0" } else { b"stream: OK\0" };
    stream.write_all(said).await
}

async fn clamd() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    address
}

/// The real clamd on a port of this machine's choice, knowing one signature of our own; ends with the test.
struct RealClamd {
    child: std::process::Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl RealClamd {
    fn start() -> RealClamd {
        let folder = tempfile::tempdir().unwrap();
        let db = folder.path().join("db");
        std::fs::create_dir(&db).unwrap();
        std::fs::write(db.join("own.ndb"), format!("Eicar-Signature:0:*:{}\n", hex(EICAR))).unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = format!(
            "DatabaseDirectory {}\nTemporaryDirectory {}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\n",
            db.display(),
            folder.path().display()
        );
        let config = folder.path().join("clamd.conf");
        std::fs::write(&config, settings).unwrap();
        let mut child = std::process::Command::new("/usr/sbin/clamd")
            .arg("-c")
            .arg(&config)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("clamd is not there: cargo xtask setup");
        // The last line of its settings; by then it listens.
        let lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
        let last = lines.map_while(Result::ok).find(|line| line.starts_with("Self checking"));
        assert!(last.is_some(), "clamd did not start");
        RealClamd { child, address: format!("127.0.0.1:{port}"), _folder: folder }
    }
}

impl Drop for RealClamd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hex(text: &str) -> String {
    text.bytes().map(|b| format!("{b:02x}")).collect()
}

async fn city(clamd: String) -> City {
    City::with(Settings { clamd: Some(clamd), ..Settings::default() }).await
}

/// Hands in a PDF with `inside` as the first paper of a draft.
pub async fn hand_in(citizen: &Client<'_>, draft: &str, inside: &str) -> crate::city::Answer {
    let page = citizen.get(&format!("{draft}/giay-to")).await.expect(200);
    let input = page.body.split("<input").find(|i| i.contains("type=\"file\"")).unwrap();
    let field = input.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
    let body = format!(
        "--rao\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"đơn.pdf\"\r\n\r\n\
         %PDF-1.7\n{inside}\r\n--rao--\r\n"
    );
    let kind = "multipart/form-data; boundary=rao";
    citizen.post_raw(&format!("{draft}/giay-to"), kind, body.into_bytes(), None).await
}

async fn stored(city: &City) -> i64 {
    city.app.store.number("SELECT COUNT(*) FROM stored_file", vec![]).await.unwrap()
}

#[tokio::test]
async fn a_file_in_which_something_is_found_is_named_refused_and_journalled() {
    found_and_clean(clamd().await).await;
}

#[tokio::test]
async fn the_real_clamd_finds_what_it_knows_and_passes_the_rest() {
    let real = RealClamd::start();
    found_and_clean(real.address.clone()).await;
}

async fn found_and_clean(clamd: String) {
    let city = city(clamd).await;
    let citizen = city.citizen("lan").await;
    let draft = online::draft(&city, &citizen).await;
    let refused = hand_in(&citizen, &draft, EICAR).await.expect(422);
    let said = refused.text();
    assert!(said.contains("đơn.pdf") && said.contains("Eicar-Signature"), "{said}");
    assert_eq!(stored(&city).await, 0);
    let noted = "SELECT COUNT(*) FROM journal WHERE action = 'upload_infected' AND after LIKE '%Eicar%'";
    assert_eq!(city.app.store.number(noted, vec![]).await.unwrap(), 1);
    assert!(hand_in(&citizen, &draft, "nothing to see").await.status.is_redirection());
    assert_eq!(stored(&city).await, 1);
}

#[tokio::test]
async fn while_the_scanner_does_not_answer_no_file_is_taken_and_everything_else_goes_on() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    let city = city(nobody).await;
    let citizen = city.citizen("lan").await;
    let draft = online::draft(&city, &citizen).await;
    let refused = hand_in(&citizen, &draft, "nothing to see").await.expect(503);
    assert!(refused.text().contains("đơn.pdf") && refused.text().contains("thử lại"), "{}", refused.text());
    assert_eq!(stored(&city).await, 0);
    citizen.get(&format!("{draft}/giay-to")).await.expect(200);
}
