//! Two programs of neighbouring releases side by side on one PostgreSQL, as during a rolling upgrade: the former one goes
//! on filing while the present one widens the schema under it, and each opens what the other filed.

use super::counter::{Book, Clerks, expect_whole, filing};
use super::node::{AGENCY, CLERK, Node, PASSWORD, Place, ask};
use crate::database_gone::{Cluster, bin};
use platform::Read;
use platform::identity;
use sea_orm::ConnectionTrait;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn git(args: &[&str]) -> Option<String> {
    let output = Command::new("git").current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !said.is_empty()).then_some(said)
}

/// The commit of the former release: the newest tag before this commit; before the first release the last state of
/// the main line with another schema.
fn former_commit() -> String {
    if let Some(tag) = git(&["describe", "--tags", "--abbrev=0", "HEAD^"]) {
        return tag;
    }
    let step = git(&["log", "--first-parent", "-1", "--format=%H", "--", ":(top,glob)**/migrations/*.sql"]);
    format!("{}^1", step.expect("a step of the schema in the history"))
}

/// The program of the former release: MOTCUA_FORMER_PROGRAM, else built from its sources in a folder that is kept.
fn former() -> PathBuf {
    if let Some(program) = std::env::var_os("MOTCUA_FORMER_PROGRAM") {
        return program.into();
    }
    let commit = git(&["rev-parse", &former_commit()]).unwrap();
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("former");
    let (sources, target) = (home.join(&commit), home.join("target"));
    let program = sources.join("motcua");
    if program.is_file() {
        return program;
    }
    std::fs::create_dir_all(&sources).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut archive = Command::new("git")
        .current_dir(root)
        .args(["archive", &commit])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let unpacked = Command::new("tar")
        .args(["-x", "-C"])
        .arg(&sources)
        .stdin(archive.stdout.take().unwrap())
        .status()
        .unwrap();
    assert!(archive.wait().unwrap().success() && unpacked.success(), "the sources of {commit}");
    let built = Command::new(env!("CARGO"))
        .current_dir(&sources)
        .args(["build", "--locked", "--bin", "motcua"])
        .env("CARGO_TARGET_DIR", &target)
        .status()
        .unwrap();
    assert!(built.success(), "the former program does not build: {commit}");
    std::fs::copy(target.join("debug/motcua"), &program).unwrap();
    program
}

/// Gives the clerk, whom the former program's command line opened, a password that tests know.
async fn open_clerk(place: &Place, program: &Path) {
    let add = ["user", "add", CLERK, "--name", "Cán bộ một cửa", "--agency", AGENCY, "--role", "clerk"];
    let output = place.command_by(program, &add).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let hash = identity::hash_password(PASSWORD).await.unwrap();
    let database = sea_orm::Database::connect(place.url.as_deref().unwrap()).await.unwrap();
    let sql =
        format!("UPDATE account SET password_hash = '{hash}', password_once = FALSE WHERE login = '{CLERK}'");
    assert_eq!(database.execute_unprepared(&sql).await.unwrap().rows_affected(), 1);
    database.close().await.unwrap();
}

fn status(node: &Node, path: &str, cookie: Option<&str>) -> u16 {
    ask(&node.address, "GET", path, cookie, "").unwrap().status
}

#[tokio::test(flavor = "multi_thread")]
async fn the_former_release_goes_on_filing_while_the_present_one_widens_the_schema_and_works_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let program = former();
    let cluster = Cluster::make(bin().expect("cargo xtask setup installs PostgreSQL"));
    let place = Place::postgres(folder.path(), cluster.url());
    let old = Node::start_by(place.command_by(&program, &["serve"]));
    open_clerk(&place, &program).await;
    let store = place.store().await;
    let agency = store.number("SELECT id FROM agency WHERE code = $1", vec![AGENCY.into()]).await.unwrap();
    let before = platform::store::pending(&store, motcua::slices()).await.unwrap();
    println!("steps that the present program adds: {:?}", before.pending);
    let cookie = old.sign_in();
    let first = Clerks::start(&old.address, &cookie, agency, 3, "former");
    first.wait_for(10);

    // The schema is widened under the load; the former program goes on, and its sessions hold on the new node.
    let new = Node::start(&place);
    let state = platform::store::pending(&store, motcua::slices()).await.unwrap();
    assert!(state.pending.is_empty(), "{:?}", state.pending);
    assert_eq!(status(&old, "/readyz", None), 200, "a node of the former release stays in the balancer");
    let second = Clerks::start(&new.address, &cookie, agency, 3, "present");
    first.wait_for(first.acknowledged() + 30);
    second.wait_for(30);
    let (of_old, of_new) = (first.stop(), second.stop());
    assert_eq!((of_old.refused.as_slice(), of_new.refused.as_slice()), (&[][..], &[][..]));

    // Each opens what the other filed, and the same filing sent to both is one.
    for key in [&of_old.acknowledged[0], &of_new.acknowledged[0]] {
        let sql = "SELECT id FROM dossier WHERE idempotency_key = $1";
        let id = store.number(sql, vec![key.as_str().into()]).await.unwrap();
        for node in [&old, &new] {
            assert_eq!(status(node, &format!("/ho-so/{id}"), Some(&cookie)), 200, "{key}");
            let again =
                ask(&node.address, "POST", "/quay/nhan", Some(&cookie), &filing(agency, key)).unwrap();
            assert!(again.location.starts_with("/quay/da-nhan/"), "{key}: {} {}", again.status, again.body);
        }
    }
    store.close().await.unwrap();
    drop((old, new));
    let book = Book {
        sent: [of_old.sent, of_new.sent].concat(),
        acknowledged: [of_old.acknowledged, of_new.acknowledged].concat(),
        ..Book::default()
    };
    expect_whole(&place, &book).await;
}
