//! The program as an operator runs it: what it makes, what it refuses, what it says, and its exit codes.

use platform::Clock;
use platform::installation::{DemoCity, Holds, holds, mark_demo};
use platform::settings::Settings;
use platform::store::{Store, migrate};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn program(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    command.args(args).arg("--data").arg(data);
    for name in ["DATABASE_URL", "MOTCUA_DATA", "MOTCUA_CONFIG", "MOTCUA_LOG"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

pub fn run(data: &Path, args: &[&str]) -> Output {
    program(data, args).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
pub fn expect(output: &Output, code: i32, words: &str) -> String {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(words), "{words:?} is not in: {said}");
    said
}

async fn sqlite(data: &Path) -> Store {
    Store::open_sqlite(&data.join("motcua.db"), Clock::system()).await.unwrap()
}

#[test]
fn looking_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    expect(&run(folder.path(), &["doctor"]), 3, "there is no database");
    expect(&run(folder.path(), &["migrate", "--check"]), 3, "there is no database");
    expect(&run(folder.path(), &["user", "list"]), 1, "there is no database");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn nobody_serves_by_passwords_that_every_account_of_the_machine_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("motcua.toml");
    std::fs::write(&file, "database_url = 'postgres://u:p@127.0.0.1:1/none'\n").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    expect(&run(folder.path(), &["serve"]), 1, "may be read by others: chmod o-rwx");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let said = expect(&run(folder.path(), &["serve"]), 1, "motcua: ");
    assert!(!said.contains("chmod"), "{said}");
}

#[test]
fn a_password_may_come_as_a_credential_of_the_service_manager() {
    let (folder, credentials) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(credentials.path().join("DATABASE_URL"), "postgres://u:p@127.0.0.1:1/none\n").unwrap();
    let mut doctor = program(folder.path(), &["doctor", "--quick"]);
    let output = doctor.env("CREDENTIALS_DIRECTORY", credentials.path()).output().unwrap();
    expect(&output, 3, "database cannot be opened");
}

#[tokio::test]
async fn checking_an_empty_file_does_not_make_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    sqlite(folder.path()).await.close().await.unwrap();
    expect(&run(folder.path(), &["migrate", "--check"]), 3, "pending: ground/2011_01_01_00_ground");
    assert!(!sqlite(folder.path()).await.has_table("schema_ledger").await.unwrap());
}

#[tokio::test]
async fn accounts_are_opened_granted_closed_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let motcua = |args: &[&str]| run(folder.path(), args);
    let to = ["--agency", "quan-ninh-kieu", "--role"];
    let made = motcua(&[&["user", "add", "hoan", "--name", "Hồ An"][..], &to, &["it"]].concat());
    expect(
        &motcua(&[&["user", "add", "Hồ An", "--name", "Hồ An"][..], &to, &["it"]].concat()),
        1,
        "cannot be a sign-in name",
    );
    expect(&made, 0, "hoan: ");
    expect(&motcua(&[&["user", "grant", "hoan"][..], &to, &["head"]].concat()), 0, "hoan is now head");
    expect(&motcua(&[&["user", "grant", "hoan"][..], &to, &["head"]].concat()), 1, "already");
    expect(&motcua(&[&["user", "grant", "hoan"][..], &to, &["king"]].concat()), 1, "no role king");
    expect(&motcua(&["user", "list"]), 0, "it@quan-ninh-kieu head@quan-ninh-kieu");
    expect(&motcua(&[&["user", "revoke", "hoan"][..], &to, &["it"]].concat()), 0, "no longer it");
    expect(&motcua(&[&["user", "revoke", "hoan"][..], &to, &["it"]].concat()), 1, "is not it");
    expect(&motcua(&["user", "disable", "hoan"]), 0, "hoan is now closed");
    let listed = expect(&motcua(&["user", "list"]), 0, "closed");
    assert!(!listed.contains("it@"), "{listed}");
    expect(&motcua(&["user", "enable", "hoan"]), 0, "hoan is now open");
    expect(&motcua(&["programme", "list"]), 0, "2527/QĐ-UBND");
    assert!(said(&motcua(&["doctor"])).contains("the journal's chains hold"));
    // A reader that has seen enough is no failure.
    let mut child = program(folder.path(), &["agency", "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    assert!(ended.status.success());
}

#[tokio::test]
async fn a_database_of_an_older_program_is_left_alone_until_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = sqlite(folder.path()).await;
    let older: &[&platform::Slice] = &[&OLD_GROUND];
    migrate(&store, older).await.unwrap();
    store.close().await.unwrap();
    expect(&run(folder.path(), &["agency", "list"]), 1, "run: motcua migrate");
    assert!(
        !sqlite(folder.path()).await.has_table("dossier").await.unwrap(),
        "nothing was migrated on the quiet"
    );
    expect(&run(folder.path(), &["migrate"]), 0, "applied: one_stop/");
}

/// The ground floor as it was before its last step.
static OLD_GROUND: platform::Slice = platform::Slice {
    name: "ground",
    migrations: platform::GROUND.migrations.split_at(2).0,
    ..platform::Slice::EMPTY
};

#[tokio::test]
async fn a_demo_does_not_write_into_a_real_city() {
    let folder = tempfile::tempdir().unwrap();
    expect(&run(folder.path(), &["migrate"]), 0, "steps applied");
    expect(&run(folder.path(), &["demo", "--build-only"]), 1, "not a demo city; nothing was changed");
    assert_eq!(holds(&sqlite(folder.path()).await).await.unwrap(), Holds::City);
}

#[tokio::test]
async fn a_demo_refuses_the_database_of_a_real_city_on_either_engine() {
    let city = crate::city::City::new().await;
    let error = motcua::demo::take_up(&city.app.store, &city.app.settings).await.unwrap_err();
    assert!(error.to_string().contains("not a demo city"), "{error}");
    assert!(city.app.store.has_table("dossier").await.unwrap());
}

#[tokio::test]
async fn a_demo_that_was_interrupted_is_built_anew() {
    let city = crate::city::City::new().await;
    let store = &city.app.store;
    let demo = DemoCity { clock_offset: 5, ready: false };
    mark_demo(store, demo).await.unwrap();
    assert!(motcua::demo::take_up(store, &Settings::default()).await.unwrap().is_none());
    assert!(!store.has_table("dossier").await.unwrap());
    assert_eq!(holds(store).await.unwrap(), Holds::Demo(demo), "still known as half built");
    migrate(store, motcua::slices()).await.unwrap();
    mark_demo(store, DemoCity { ready: true, ..demo }).await.unwrap();
    let clock = motcua::demo::take_up(store, &Settings::default()).await.unwrap().unwrap();
    assert_eq!(clock.offset(), 5);
}

#[test]
fn a_small_demo_is_built_marked_in_its_database_and_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let build = ["demo", "--build-only", "--dossiers", "20"];
    let told = expect(&run(folder.path(), &build), 0, "sẵn sàng");
    assert!(told.contains("Đang dựng dữ liệu mẫu: hồ sơ một cửa ("), "{told}");
    let again = run(folder.path(), &build);
    assert!(!expect(&again, 0, "").contains("sẵn sàng"), "it is not built twice");
    let looked = said(&run(folder.path(), &["doctor"]));
    for fine in [
        "this is a demo city",
        "ok    the calendar knows",
        "ok    the journal's chains hold",
        "ok    the file store",
    ] {
        assert!(looked.contains(fine), "{fine}: {looked}");
    }
}

#[test]
fn help_tells_the_exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    expect(&run(folder.path(), &["--help"]), 0, "something needs attention");
    expect(&run(folder.path(), &["nonsense"]), 2, "unrecognized");
}

#[tokio::test]
async fn the_ledger_is_sealed_exported_checked_elsewhere_and_found_out() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let motcua = |args: &[&str]| run(folder.path(), args);
    let added = [
        "user",
        "add",
        "nguyen.an",
        "--name",
        "Nguyễn An",
        "--agency",
        "ubnd-tp-can-tho",
        "--role",
        "it",
        "--subtree",
    ];
    expect(&motcua(&added), 0, "nguyen.an");
    expect(&motcua(&["ledger", "verify"]), 0, "nothing is sealed yet");
    expect(&motcua(&["ledger", "seal"]), 0, "in the ledger");
    expect(&motcua(&["ledger", "verify"]), 0, "nothing was altered");
    let status = expect(&motcua(&["ledger", "status"]), 0, "waiting      0");
    let key = status.lines().find_map(|l| l.strip_prefix("key 1")).unwrap().trim().to_owned();
    let bundle = elsewhere.path().join("so.jsonl");
    let path = bundle.to_str().unwrap();
    expect(
        &motcua(&["ledger", "export", "--from", "hôm qua", "--to", "2100-01-01", "--out", path]),
        1,
        "is no day",
    );
    expect(
        &motcua(&["ledger", "export", "--from", "2000-01-01", "--to", "2100-01-01", "--out", path]),
        0,
        "written to",
    );
    expect(
        &motcua(&["ledger", "export", "--from", "2000-01-01", "--to", "2100-01-01", "--out", path]),
        1,
        "is there already",
    );
    let check =
        |args: &[&str]| run(elsewhere.path(), &[&["ledger", "verify", "--file", path], args].concat());
    expect(&check(&["--key", &key]), 0, "nothing was altered");
    expect(&check(&[]), 0, "no --key was given");
    expect(&check(&["--tsa-authority", "/nowhere/ca.pem"]), 1, "cannot read /nowhere/ca.pem");
    expect(&motcua(&["ledger", "rotate"]), 0, "new key: motcua/");
    expect(&motcua(&["ledger", "verify"]), 0, "nothing was altered");
    let text = std::fs::read_to_string(&bundle).unwrap();
    std::fs::write(&bundle, text.replacen("Nguyễn An", "Nguyễn Anh", 1)).unwrap();
    expect(&check(&["--key", &key]), 3, "was altered");
    let other = key.replace("motcua/", "motcua/khac-");
    expect(&check(&["--key", &other]), 1, "--key is no ledger key");
}
