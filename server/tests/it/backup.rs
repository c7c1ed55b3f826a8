//! The restore drill: a city that goes on working is backed up, restored elsewhere and proved to be the same;
//! a file that is not whole, a wrong key and a full place leave nothing; a city moves from engine to engine.

use crate::city::{City, monday};
use crate::database_gone::{Cluster, bin};
use ::backup::{Error, Keys, Lock, Made, Place, Source};
use axum::body::Bytes;
use platform::files::{FilePlace, Files};
use platform::identity::{self, AccountKind, NewAccount};
use platform::store::{Engine, Store};
use platform::{Actor, Clock, Read, ledger};
use sea_orm::ConnectionTrait;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// A file, the key it is opened with, and what must be said of it.
type Case<'a> = (String, Option<&'a Lock>, fn(&Error) -> bool);

pub fn silent(_: &str, _: u64, _: u64) {}

/// The PostgreSQL of the tests, when they run on it.
fn test_url() -> Option<String> {
    std::env::var("MOTCUA_TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// Where a city of these tests stands.
pub async fn place(city: &City) -> Place {
    #[derive(platform::store::FromRow)]
    struct Name {
        name: String,
    }
    let data = city.app.settings.data.clone();
    if city.app.store.engine() == Engine::Sqlite {
        return Place::new(data, None);
    }
    let sql = "SELECT CAST(current_database() AS TEXT) AS name";
    let name: Name = city.app.store.row(sql, vec![]).await.unwrap().unwrap();
    let url = test_url().unwrap();
    let (base, _) = url.rsplit_once('/').unwrap();
    Place::new(data, Some(format!("{base}/{}", name.name)))
}

/// An empty PostgreSQL database beside that of the tests.
async fn empty_postgres(url: &str, name: &str) -> String {
    let admin = sea_orm::Database::connect(url).await.unwrap();
    let name = format!("{name}_{}", std::process::id());
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    format!("{}/{name}", url.rsplit_once('/').unwrap().0)
}

async fn add_person(city: &City, login: &str) {
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    let person = NewAccount {
        kind: AccountKind::Citizen,
        login: login.to_owned(),
        name: "Trần Văn \"Bảy\"\nNgã Bảy".to_owned(),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: None,
    };
    identity::create_account(&tx, &person, "not a hash").await.unwrap();
    tx.commit().await.unwrap();
}

/// A city with a person, a stored file and a sealed ledger; the file's hash.
pub async fn with_papers(city: &City) -> String {
    city.citizen("lan").await;
    let tx = city.app.store.housekeeping().await.unwrap();
    let file =
        city.app.files.put_as(&tx, Bytes::from_static(b"%PDF-1.4 giay"), "application/pdf").await.unwrap();
    tx.commit().await.unwrap();
    ledger::seal(&city.app).await.unwrap();
    file.hash
}

pub async fn made(city: &City, to: &Path, lock: Option<&Lock>, keys: Option<&Keys>) -> Result<Made, Error> {
    let source =
        Source { store: &city.app.store, files: &city.app.files, slices: motcua::slices(), program: "test" };
    ::backup::make(&source, to, lock, keys, &silent).await
}

pub fn keys_of(city: &City) -> Keys {
    Keys::of(&city.app.settings).unwrap()
}

pub async fn restored(from: &Path, lock: Option<&Lock>, place: &Place) -> Result<::backup::Restored, Error> {
    let clock = Clock::standing_at(monday());
    ::backup::restore(from, lock, place, motcua::slices(), clock, false, &silent).await
}

/// The city of a place answers, its ledger holds and goes on, and is the one of the manifest.
async fn proved(place: &Place, folder: tempfile::TempDir, made: &Made, file: &str) -> City {
    let clock = Clock::standing_at(monday());
    let store = place.open(clock.clone()).await.unwrap();
    let said = made.manifest.ledger.as_ref().unwrap();
    let (size, root) = ledger::root(&store).await.unwrap().unwrap();
    assert_eq!((size, hex(&root)), (said.size, said.root.clone()), "the root is that of the manifest");
    let audit = ledger::audit(&store, |_, _| {}).await.unwrap().unwrap();
    assert_eq!(audit.verdict.findings, []);
    let city = City::over(store, clock, folder, 8).await;
    assert_eq!(city.app.files.checked(file).await.unwrap(), Bytes::from_static(b"%PDF-1.4 giay"));
    city.stranger().get("/").await.expect(200);
    let found = city.stranger().get("/tim?q=khai+sinh").await.expect(200);
    assert!(found.text().contains("khai sinh"), "search finds: {}", found.text());
    city.with_password("lan", crate::city::PASSWORD).await.get("/tai-khoan").await.expect(200);
    // It goes on: new rows get new numbers, and the key that came along signs them.
    add_person(&city, "nguoi.moi").await;
    assert!(ledger::seal(&city.app).await.unwrap().added > 0);
    let audit = ledger::audit(&city.app.store, |_, _| {}).await.unwrap().unwrap();
    assert_eq!((audit.verdict.findings, audit.pending), (vec![], 0));
    city
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[tokio::test]
async fn a_city_at_work_is_backed_up_restored_elsewhere_and_proved_the_same() {
    let city = City::new().await;
    let file = with_papers(&city).await;
    let folder = tempfile::tempdir().unwrap();
    let key_file = folder.path().join("key");
    Lock::make_key(&key_file).unwrap();
    let lock = Lock::keys(&key_file).unwrap();
    let (to, keys) = (folder.path().join("city.backup"), keys_of(&city));

    let ended = AtomicBool::new(false);
    let backup = async {
        let made = made(&city, &to, Some(&lock), Some(&keys)).await.unwrap();
        ended.store(true, Ordering::SeqCst);
        made
    };
    let writing = async {
        let mut people = 0;
        while !ended.load(Ordering::SeqCst) {
            add_person(&city, &format!("nguoi.{people}")).await;
            people += 1;
            if people % 3 == 0 {
                ledger::seal(&city.app).await.unwrap();
            }
        }
        people
    };
    let (first, people) = tokio::join!(backup, writing);
    assert!(people > 0, "nothing was written meanwhile");
    let manifest = &first.manifest;
    let said = manifest.ledger.as_ref().unwrap();
    assert_eq!(manifest.tables["journal"].rows, said.size + said.pending, "one moment, not several");
    assert_eq!((manifest.files.count, &manifest.files.lost), (1, &vec![]));
    assert!(
        !std::fs::read(&to).unwrap().windows(9).any(|w| w == b"head.json"),
        "it can be read without a key"
    );
    let noted = platform::installation::last_backup(&city.app.store).await.unwrap().unwrap();
    assert_eq!((noted.bytes, noted.encrypted), (first.bytes, true));

    // Into SQLite, whatever it came from.
    let home = tempfile::tempdir().unwrap();
    let elsewhere = Place::new(home.path().to_owned(), None);
    let report = restored(&to, Some(&lock), &elsewhere).await.unwrap();
    assert_eq!((&report.manifest, report.findings), (manifest, None));
    let second_city = proved(&elsewhere, home, &first, &file).await;

    // From there into PostgreSQL, where the tests have one.
    let Some(url) = test_url() else { return };
    let again = folder.path().join("again.backup");
    let second = made(&second_city, &again, Some(&lock), Some(&keys_of(&second_city))).await;
    let second = second.unwrap();
    let home = tempfile::tempdir().unwrap();
    let url = empty_postgres(&url, "restored").await;
    let postgres = Place::new(home.path().to_owned(), Some(url));
    restored(&again, Some(&lock), &postgres).await.unwrap();
    let refused = restored(&again, Some(&lock), &postgres).await.unwrap_err();
    assert!(matches!(refused, Error::NotEmpty(_)), "{refused}");
    let third =
        platform::ledger::root(&postgres.open(Clock::system()).await.unwrap()).await.unwrap().unwrap();
    assert_eq!(hex(&third.1), second.manifest.ledger.unwrap().root);
}

#[tokio::test]
async fn a_cut_damaged_or_foreign_file_and_a_wrong_key_leave_nothing() {
    let city = City::new().await;
    with_papers(&city).await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    Lock::make_key(&at("key")).unwrap();
    Lock::make_key(&at("other")).unwrap();
    let (lock, other) = (Lock::keys(&at("key")).unwrap(), Lock::keys(&at("other")).unwrap());
    made(&city, &at("plain"), None, None).await.unwrap();
    made(&city, &at("locked"), Some(&lock), None).await.unwrap();
    let refused = made(&city, &at("plain"), None, None).await.unwrap_err();
    assert!(matches!(refused, Error::NotEmpty(_)), "an older backup stays: {refused}");
    let refused = made(&city, &at("with key"), None, Some(&keys_of(&city))).await;
    assert!(matches!(refused.unwrap_err(), Error::BadKey(_)), "the key goes into no open file");

    let mut cases: Vec<Case<'_>> = vec![
        ("locked".into(), None, |e| matches!(e, Error::Locked)),
        ("locked".into(), Some(&other), |e| matches!(e, Error::WrongKey)),
        ("key".into(), Some(&lock), |e| matches!(e, Error::Foreign(_))),
    ];
    for (name, lock) in [("plain", None), ("locked", Some(&lock))] {
        let whole = std::fs::read(at(name)).unwrap();
        for cut in [whole.len() / 3, whole.len() - 200, whole.len() - 1] {
            let file = format!("{name} cut at {cut}");
            std::fs::write(at(&file), &whole[..cut]).unwrap();
            cases.push((file, lock, |e| matches!(e, Error::Damaged(_))));
        }
        for part in 1..8 {
            let mut bytes = whole.clone();
            let spot = whole.len() * part / 8;
            bytes[spot] ^= 0x10;
            let file = format!("{name} altered at {spot}");
            std::fs::write(at(&file), bytes).unwrap();
            cases.push((file, lock, |e| {
                matches!(e, Error::Damaged(_) | Error::Unequal(_) | Error::Foreign(_))
            }));
        }
    }
    let place = Place::new(at("new"), None);
    for (file, lock, is_expected) in cases {
        let looked = ::backup::verify(&at(&file), lock, &silent).expect_err(&file);
        assert!(is_expected(&looked), "{file}: {looked:?}");
        let error = restored(&at(&file), lock, &place).await.expect_err(&file);
        assert!(is_expected(&error), "{file}: {error:?}");
        assert!(!place.data.exists(), "{file}: something is left");
    }
    ::backup::verify(&at("plain"), None, &silent).unwrap();
    restored(&at("plain"), None, &place).await.unwrap();
}

#[tokio::test]
async fn a_backup_is_checked_without_restoring_it_and_its_ledger_in_a_folder_thrown_away() {
    let city = City::new().await;
    with_papers(&city).await;
    let folder = tempfile::tempdir().unwrap();
    let (to, scratch) = (folder.path().join("b"), folder.path().join("scratch"));
    std::fs::create_dir(&scratch).unwrap();
    let first = made(&city, &to, None, None).await.unwrap();
    assert_eq!(::backup::verify(&to, None, &silent).unwrap(), (first.head, first.manifest.clone()));
    let clock = || Clock::standing_at(monday());
    let rehearse = |from: std::path::PathBuf| {
        let scratch = scratch.clone();
        async move { ::backup::rehearse(&from, None, &scratch, motcua::slices(), clock(), &silent).await }
    };
    let report = rehearse(to).await.unwrap();
    assert_eq!((report.manifest, report.findings), (first.manifest, None));
    // An entry that somebody altered makes a backup that is whole: only the ledger tells.
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE journal SET actor_name = 'Ai khác' WHERE id = 3", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let altered = folder.path().join("altered");
    made(&city, &altered, None, None).await.unwrap();
    ::backup::verify(&altered, None, &silent).unwrap();
    assert!(rehearse(altered).await.unwrap().findings.unwrap().contains("altered"));
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 0, "nothing is left");
}

#[tokio::test]
async fn a_place_that_holds_something_is_left_as_it_is() {
    let city = City::new().await;
    with_papers(&city).await;
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("plain");
    made(&city, &to, None, None).await.unwrap();
    let here = Place::new(folder.path().to_owned(), None);
    let refused = restored(&to, None, &here).await.unwrap_err();
    assert!(refused.to_string().contains("plain"), "{refused}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    // What a killed restore leaves, and the settings, are no city.
    let half = folder.path().join("half");
    std::fs::create_dir_all(half.join(".restoring/files")).unwrap();
    std::fs::write(half.join("motcua.toml"), "").unwrap();
    restored(&to, None, &Place::new(half.clone(), None)).await.unwrap();
    assert!(half.join("motcua.db").exists() && !half.join(".restoring").exists());
}

#[tokio::test]
async fn a_lost_file_is_named_and_the_rest_is_saved() {
    let city = City::new().await;
    let hash = with_papers(&city).await;
    std::fs::write(city.app.settings.data.join("files").join(&hash[..2]).join(&hash[2..]), b"other").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let done = made(&city, &folder.path().join("b"), None, None).await.unwrap();
    assert_eq!((done.manifest.files.count, done.manifest.files.lost), (0, vec![hash]));
}

#[tokio::test]
async fn entries_tampered_with_come_back_as_evidence_only() {
    let city = City::new().await;
    with_papers(&city).await;
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE journal SET actor_name = 'Ai khác' WHERE id = 3", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("b");
    made(&city, &to, None, None).await.unwrap();
    let place = Place::new(folder.path().join("new"), None);
    let refused = restored(&to, None, &place).await.unwrap_err();
    assert!(matches!(refused, Error::Ledger(_)) && !place.data.exists(), "{refused}");
    let clock = Clock::standing_at(monday());
    let report = ::backup::restore(&to, None, &place, motcua::slices(), clock, true, &silent).await.unwrap();
    assert!(report.findings.unwrap().contains("altered"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_moves_to_the_other_engine_and_both_sides_are_equal() {
    let city = City::new().await;
    let file = with_papers(&city).await;
    add_person(&city, "bay").await;
    let from = place(&city).await;
    let home = tempfile::tempdir().unwrap();
    let cluster = match from.database_url {
        Some(_) => None,
        // `cargo xtask setup` installs it; a plain `cargo test` need not have it.
        None => match bin() {
            Some(bin) => Some(Cluster::make(bin)),
            None => return,
        },
    };
    let to = Place::new(home.path().to_owned(), cluster.as_ref().map(Cluster::url));
    let clock = Clock::standing_at(monday());
    let copied = ::backup::copy(&from, &to, motcua::slices(), clock.clone(), &silent).await.unwrap();
    assert_eq!((copied.files, copied.lost.len(), copied.shared_files), (1, 0, false));
    let (here, there) = (&city.app.store, to.open(clock.clone()).await.unwrap());
    assert_ne!(here.engine(), there.engine());
    for table in
        ["SELECT COUNT(*) FROM account", "SELECT COUNT(*) FROM journal", "SELECT COUNT(*) FROM search_entry"]
    {
        assert_eq!(here.number(table, vec![]).await.unwrap(), there.number(table, vec![]).await.unwrap());
    }
    assert_eq!(ledger::root(here).await.unwrap(), ledger::root(&there).await.unwrap());
    let moved = City::over(there, clock.clone(), home, 8).await;
    moved.with_password("lan", crate::city::PASSWORD).await.get("/tai-khoan").await.expect(200);
    assert!(moved.app.files.checked(&file).await.is_ok());
    add_person(&moved, "nguoi.moi").await;
    assert!(ledger::seal(&moved.app).await.unwrap().added > 0);
    let again = ::backup::copy(&from, &to, motcua::slices(), clock, &silent).await.unwrap_err();
    assert!(matches!(again, Error::NotEmpty(_)), "{again}");
    drop(moved);
}

#[tokio::test]
async fn an_older_schema_comes_back_as_it_was_and_is_then_brought_up() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::standing_at(monday());
    let store = Store::open_sqlite(&folder.path().join("motcua.db"), clock.clone()).await.unwrap();
    let old: &[&platform::Slice] = &[&platform::GROUND];
    platform::store::migrate(&store, old).await.unwrap();
    let files = Files::at(&FilePlace::in_data(folder.path())).unwrap();
    let source = Source { store: &store, files: &files, slices: motcua::slices(), program: "old" };
    let to = folder.path().join("b");
    ::backup::make(&source, &to, None, None, &silent).await.unwrap();
    let place = Place::new(folder.path().join("new"), None);
    restored(&to, None, &place).await.unwrap();
    let store = place.open(clock.clone()).await.unwrap();
    let state = platform::store::pending(&store, motcua::slices()).await.unwrap();
    assert!(!state.pending.is_empty() && state.unknown.is_empty());
    platform::store::migrate(&store, motcua::slices()).await.unwrap();
    // The other way round: steps that this program does not know.
    let newer = folder.path().join("newer");
    let source = Source { store: &store, files: &files, slices: motcua::slices(), program: "new" };
    ::backup::make(&source, &newer, None, None, &silent).await.unwrap();
    let place = Place::new(folder.path().join("none"), None);
    let refused = ::backup::restore(&newer, None, &place, old, clock, false, &silent).await.unwrap_err();
    assert!(refused.to_string().contains("newer program") && !place.data.exists(), "{refused}");
}
