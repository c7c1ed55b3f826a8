//! Stored files in an S3-compatible store: a real server that checks every signature, two nodes, a store that goes away
//! or cuts a sender off, and a city that moves there, is backed up and comes back.

use crate::backup::{keys_of, made, place, restored, silent, with_papers};
use crate::city::City;
use crate::command_line::{expect, run};
use crate::infected::hand_in;
use crate::journeys::online;
use crate::nodes::beside;
use ::backup::{Lock, Place};
use axum::body::Bytes;
use platform::files::{FilePlace, Files};
use platform::settings::{S3, Secret, Settings};
use platform::store::Store;
use platform::{Clock, Read, ledger};
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Where `cargo xtask setup` installs the server; xtask/src/setup.rs names the same version.
const PROGRAM: &str = ".cache/motcua/s3s-fs-0.14.1/bin/s3s-fs";
const ACCESS: &str = "motcua-thu";
const SECRET: &str = "khoa-bi-mat-cua-kho";

/// The server over a folder of its own; ends with the test.
pub struct Server {
    child: Option<Child>,
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    /// Starts one, with the bucket `motcua`.
    pub fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("motcua")).unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Server { child: None, port, folder };
        server.begin();
        server
    }

    fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    pub fn begin(&mut self) {
        let program = PathBuf::from(std::env::var_os("HOME").unwrap()).join(PROGRAM);
        let child = Command::new(&program)
            .args(["--host", "127.0.0.1", "--port", &self.port.to_string()])
            .args(["--access-key", ACCESS, "--secret-key", SECRET])
            .arg(self.folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("the S3 server is not there: cargo xtask setup");
        self.child = Some(child);
        let begin = Instant::now();
        while TcpStream::connect(self.address()).is_err() {
            assert!(begin.elapsed() < Duration::from_secs(20), "the S3 server did not start");
            std::thread::park_timeout(Duration::from_millis(10));
        }
    }

    pub fn end(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// The setting of a city whose files stand under a prefix.
    pub fn setting(&self, prefix: &str) -> S3 {
        S3 {
            endpoint: format!("http://{}", self.address()),
            bucket: "motcua".to_owned(),
            prefix: prefix.to_owned(),
            access_key: Secret::new(ACCESS.to_owned()),
            secret_key: Secret::new(SECRET.to_owned()),
            ..S3::default()
        }
    }

    /// Names of all objects.
    fn objects(&self) -> Vec<String> {
        fn walk(folder: &Path, root: &Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, root, found);
                } else {
                    found.push(path.strip_prefix(root).unwrap().display().to_string());
                }
            }
        }
        let (root, mut found) = (self.folder.path().join("motcua"), Vec::new());
        walk(&root, &root, &mut found);
        found
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

fn at(s3: S3) -> FilePlace {
    FilePlace::S3 { store: s3, authorities: None }
}

async fn city(s3: S3) -> City {
    City::with(Settings { s3: Some(s3), ..Settings::default() }).await
}

async fn stored(city: &City) -> i64 {
    city.app.store.number("SELECT COUNT(*) FROM stored_file", vec![]).await.unwrap()
}

fn path_of(prefix: &str, hash: &str) -> String {
    format!("{prefix}/{}/{}", &hash[..2], &hash[2..])
}

#[tokio::test]
async fn what_one_node_takes_every_node_reads_and_no_folder_holds_it() {
    let server = Server::start();
    let city = city(server.setting("can-tho")).await;
    let citizen = city.citizen("lan").await;
    let draft = online::draft(&city, &citizen).await;
    assert!(hand_in(&citizen, &draft, "giấy").await.status.is_redirection());
    let file = Files::named_after(&city.app.store, "", 10).await.unwrap().pop().unwrap();
    assert_eq!(server.objects(), [path_of("can-tho", &file.hash)]);
    let second = beside(&city).await;
    let (found, content) = second.files.get(&second.store, &file.hash).await.unwrap();
    assert_eq!((found.media_type.as_str(), content.len() as i64), ("application/pdf", file.size));
    assert!(!city.app.settings.data.join("files").exists());
    // The same file again is the same object.
    assert!(hand_in(&citizen, &draft, "giấy").await.status.is_redirection());
    assert_eq!((server.objects().len(), stored(&city).await), (1, 1));
}

#[tokio::test]
async fn a_key_that_does_not_fit_is_told_in_plain_words_and_takes_no_file() {
    let server = Server::start();
    let right = Files::at(&at(server.setting("a"))).unwrap();
    right.answers().await.unwrap();
    right.probe().await.unwrap();
    assert_eq!(server.objects(), ["a/doctor"], "it stays: the key need not be allowed to delete");
    let forged = S3 { secret_key: Secret::new("khoa-khac".to_owned()), ..server.setting("b") };
    let said = Files::at(&at(forged.clone())).unwrap().probe().await.unwrap_err().to_string();
    for words in ["refuses the key", "SignatureDoesNotMatch", "bucket motcua"] {
        assert!(said.contains(words), "{said}");
    }
    assert!(!said.contains("khoa-khac") && !said.contains("<Error>"), "{said}");
    let city = city(forged).await;
    let citizen = city.citizen("lan").await;
    let draft = online::draft(&city, &citizen).await;
    hand_in(&citizen, &draft, "giấy").await.expect(500);
    assert_eq!((server.objects().len(), stored(&city).await), (1, 0));
}

#[tokio::test]
async fn while_the_store_is_away_no_file_is_taken_and_pages_go_on() {
    let mut server = Server::start();
    let city = city(server.setting("")).await;
    let citizen = city.citizen("lan").await;
    let draft = online::draft(&city, &citizen).await;
    let clerk = city.staff("it", "ubnd-tp-can-tho").await;
    let status = clerk.get("/quan-tri/tinh-trang").await.expect(200).text();
    assert!(status.contains("Trả lời: bucket motcua"), "{status}");
    server.end();
    hand_in(&citizen, &draft, "giấy").await.expect(503);
    assert_eq!(stored(&city).await, 0);
    citizen.get(&format!("{draft}/giay-to")).await.expect(200);
    let status = clerk.get("/quan-tri/tinh-trang").await.expect(200).text();
    assert!(status.contains("Không trả lời như cần có"), "{status}");
    server.begin();
    assert!(hand_in(&citizen, &draft, "giấy").await.status.is_redirection());
    assert_eq!((server.objects().len(), stored(&city).await), (1, 1));
}

/// A wire to the store that is cut in the middle of what is sent, so many times.
async fn wire(to: SocketAddr, cuts: usize) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let tries = Arc::new(AtomicUsize::new(0));
    let counted = tries.clone();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut far = tokio::net::TcpStream::connect(to).await.unwrap();
                if number >= cuts {
                    let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                    return;
                }
                let mut half = vec![0; 100_000];
                near.read_exact(&mut half).await.unwrap();
                far.write_all(&half).await.unwrap();
            });
        }
    });
    (address, tries)
}

#[tokio::test]
async fn a_file_cut_off_half_way_is_sent_again_or_leaves_nothing_that_counts() {
    let server = Server::start();
    let content = Bytes::from(vec![b'x'; 400_000]);
    for (cuts, arrives) in [(1, true), (usize::MAX, false)] {
        let (address, tries) = wire(server.address(), cuts).await;
        let prefix = format!("{cuts}");
        let s3 = S3 { endpoint: format!("http://{address}"), ..server.setting(&prefix) };
        let city = city(s3).await;
        let tx = city.app.store.housekeeping().await.unwrap();
        let put = city.app.files.put_as(&tx, content.clone(), "application/pdf").await;
        assert!(tries.load(Ordering::SeqCst) > 1, "it is tried again");
        assert_eq!(put.is_ok(), arrives, "{put:?}");
        let objects: Vec<_> = server.objects().into_iter().filter(|o| o.starts_with(&prefix)).collect();
        match put {
            Ok(file) => {
                tx.commit().await.unwrap();
                assert_eq!(objects, [path_of(&prefix, &file.hash)]);
                assert_eq!(city.app.files.checked(&file.hash).await.unwrap(), content);
            }
            Err(error) => {
                drop(tx);
                assert_eq!(error.status().as_u16(), 503, "{error}");
                assert_eq!((objects.len(), stored(&city).await), (0, 0));
            }
        }
    }
}

#[tokio::test]
async fn a_city_with_its_files_in_a_store_is_backed_up_and_comes_back_into_another_and_into_a_folder() {
    let server = Server::start();
    let city = city(server.setting("that")).await;
    let file = with_papers(&city).await;
    let folder = tempfile::tempdir().unwrap();
    let lock = Lock::passphrase("mat khau cua ban sao").unwrap();
    let to = folder.path().join("city.backup");
    let first = made(&city, &to, Some(&lock), Some(&keys_of(&city))).await.unwrap();
    assert_eq!((first.manifest.files.count, first.manifest.files.lost.len()), (1, 0));
    let elsewhere = Place { files: at(server.setting("khac")), ..Place::new(folder.path().join("s3"), None) };
    let beside = Place::new(folder.path().join("thu-muc"), None);
    for place in [&elsewhere, &beside] {
        restored(&to, Some(&lock), place).await.unwrap();
        let files = Files::at(&place.files).unwrap();
        assert_eq!(files.checked(&file).await.unwrap(), Bytes::from_static(b"%PDF-1.4 giay"));
        let store = place.open(Clock::system()).await.unwrap();
        let (size, root) = ledger::root(&store).await.unwrap().unwrap();
        let said = first.manifest.ledger.clone().unwrap();
        assert_eq!(
            (size, root.iter().map(|b| format!("{b:02x}")).collect::<String>()),
            (said.size, said.root)
        );
        assert!(place.data.join("ledger.key").exists());
    }
    assert!(!elsewhere.data.join("files").exists() && beside.data.join("files").exists());
    let mut objects = server.objects();
    objects.sort();
    assert_eq!(objects, [path_of("khac", &file), path_of("that", &file)]);
}

#[tokio::test]
async fn a_store_that_is_away_makes_no_backup_and_fills_no_place() {
    let mut server = Server::start();
    let city = city(server.setting("")).await;
    with_papers(&city).await;
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("whole");
    made(&city, &to, None, None).await.unwrap();
    server.end();
    let refused = made(&city, &folder.path().join("half"), None, None).await.unwrap_err();
    assert!(refused.to_string().contains("bucket motcua"), "{refused}");
    assert!(!folder.path().join("half").exists(), "no file that is away is told as lost");
    let place = Place { files: at(server.setting("")), ..Place::new(folder.path().join("new"), None) };
    restored(&to, None, &place).await.unwrap_err();
    assert!(!place.data.exists());
}

#[tokio::test]
async fn a_copy_of_the_database_leaves_files_in_the_store_where_they_are() {
    let server = Server::start();
    let city = city(server.setting("x")).await;
    let file = with_papers(&city).await;
    let home = tempfile::tempdir().unwrap();
    let from = Place { files: at(server.setting("x")), ..place(&city).await };
    let to = Place { files: from.files.clone(), ..Place::new(home.path().join("new"), None) };
    let copied = ::backup::copy(&from, &to, motcua::slices(), Clock::system(), &silent).await.unwrap();
    assert_eq!((copied.files, copied.lost.len(), copied.shared_files), (1, 0, true));
    assert_eq!(server.objects(), [path_of("x", &file)]);
    assert!(!to.data.join("files").exists());
    assert!(!keys_in(&from.data).is_empty());
    assert_eq!(keys_in(&to.data), keys_in(&from.data), "keys go along, since the folder is another");
}

/// The files of keys in a data folder: their names and what is in them.
fn keys_in(data: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    let named = files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path));
    named
        .filter(|(name, _)| name.contains(".key"))
        .map(|(name, path)| (name, std::fs::read(path).unwrap()))
        .collect()
}

/// The settings of an operator, as a file.
fn write_settings(data: &Path, server: &Server, prefix: &str) {
    let endpoint = server.address();
    let text = format!(
        "[s3]\nendpoint = \"http://{endpoint}\"\nbucket = \"motcua\"\nprefix = \"{prefix}\"\n\
         access_key = \"{ACCESS}\"\nsecret_key = \"{SECRET}\"\n"
    );
    std::fs::create_dir_all(data).unwrap();
    std::fs::write(data.join("motcua.toml"), text).unwrap();
}

#[tokio::test]
async fn an_operator_moves_files_into_a_store_and_brings_a_city_back_by_a_passphrase() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let (data, new) = (folder.path().join("data"), folder.path().join("new"));
    let motcua = |args: &[&str]| run(&data, args);
    expect(
        &motcua(&["user", "add", "lean", "--name", "An", "--agency", "quan-ninh-kieu", "--role", "it"]),
        0,
        "lean: ",
    );
    let store = Store::open_sqlite(&data.join("motcua.db"), Clock::system()).await.unwrap();
    let files = Files::at(&FilePlace::in_data(&data)).unwrap();
    let tx = store.housekeeping().await.unwrap();
    files.put_as(&tx, Bytes::from_static(b"%PDF-1.4 giay"), "application/pdf").await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();

    write_settings(&data, &server, "");
    expect(&motcua(&["files", "check"]), 3, "MISSING");
    let from = data.join("files").display().to_string();
    expect(&motcua(&["files", "copy", "--from", &from]), 0, "1 stored files are there, 1 of them copied now");
    expect(&motcua(&["files", "copy", "--from", &from]), 0, "1 stored files are there, 0 of them copied now");
    expect(&motcua(&["files", "check"]), 0, "bucket motcua at http://127.0.0.1");
    let looked = String::from_utf8(motcua(&["doctor", "--quick"]).stdout).unwrap();
    assert!(looked.contains("ok    the file store bucket motcua at http://127.0.0.1"), "{looked}");

    // The settings of the source's folder tell where its files are.
    let twin = folder.path().join("twin");
    let (here, there) = (data.to_str().unwrap(), twin.to_str().unwrap());
    let copied = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(["copy", "--from", here, "--to", there])
        .env_remove("MOTCUA_DATA")
        .env_remove("MOTCUA_CONFIG")
        .output()
        .unwrap();
    expect(&copied, 0, "1 stored files checked; they stay where they are");

    expect(&motcua(&["ledger", "seal"]), 0, "in the ledger");
    expect(&motcua(&["ledger", "rotate"]), 0, "new key");
    let (file, words, others) =
        (folder.path().join("b"), folder.path().join("words"), folder.path().join("others"));
    std::fs::write(&words, "mật khẩu của bản sao\n").unwrap();
    std::fs::write(&others, "mật khẩu khác\n").unwrap();
    let [file, words, others] = [file, words, others].map(|path| path.display().to_string());
    let with = |data: &Path, args: &[&str], passphrase: &str| {
        run(data, &[args, &["--passphrase-file", passphrase]].concat())
    };
    expect(
        &with(&data, &["backup", "--with-key", "--to", &file], &words),
        0,
        "keys: ledger.key, ledger.key.",
    );
    expect(&motcua(&["backup", "verify", &file]), 1, "is encrypted");
    expect(&with(&data, &["backup", "verify", &file], &others), 1, "does not fit");
    let scratch = folder.path().display().to_string();
    let looked = with(&data, &["backup", "verify", &file, "--rebuild-in", &scratch], &words);
    expect(&looked, 0, "checked against the journal: it holds");
    write_settings(&new, &server, "moi");
    expect(&with(&new, &["restore", "--from", &file], &others), 1, "does not fit");
    assert_eq!(std::fs::read_dir(&new).unwrap().count(), 1, "nothing but the settings");
    expect(&with(&new, &["restore", "--from", &file], &words), 0, "moi/ in bucket motcua");
    expect(&run(&new, &["files", "check"]), 0, "1 stored files are there");
    expect(&run(&new, &["ledger", "verify"]), 0, "nothing was altered");
    assert_eq!(keys_in(&data).len(), 2);
    assert_eq!(keys_in(&new), keys_in(&data), "the key before the rotation came along");
}
