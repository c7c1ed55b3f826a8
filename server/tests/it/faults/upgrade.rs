//! kill -9 while the schema is brought up and what ships is put in place: the next start finishes it. At random moments on
//! an empty place, and call by call on a city of an older program.

use super::node::{Node, Place, ask, traced};
use crate::database_gone::{Cluster, bin};
use platform::store::Migration;
use platform::{Read, Slice};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Accounts of the older city.
const ACCOUNTS: i64 = 200;
/// What came with the first release of many nodes; before it the schema of an older program.
const OLDER_THAN: &str = "2026_11_27";
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the program on an empty place again and again and kills it a little later each time.
fn interrupted(place: &Place) {
    for milliseconds in [5, 20, 40, 60, 90, 130, 200, 300, 450, 700, 1000, 1500] {
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::park_timeout(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let node = Node::start(place);
    let page = ask(&node.address, "GET", "/thu-tuc/HT-01", None, "").unwrap();
    assert_eq!(page.status, 200, "{}", page.body);
    node.kill();
    let (code, said) = place.run(&["migrate", "--check"]);
    assert_eq!(code, 0, "{said}");
    place.expect_ledger();
}

#[test]
fn on_sqlite_an_upgrade_that_is_killed_half_way_is_finished_by_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    interrupted(&Place::sqlite(folder.path()));
}

#[test]
fn on_postgresql_an_upgrade_that_is_killed_half_way_is_finished_by_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::make(bin().expect("cargo xtask setup installs PostgreSQL"));
    interrupted(&Place::postgres(folder.path(), cluster.url()));
}

/// The slices as an older program had them: without their newest steps.
fn older() -> Vec<&'static Slice> {
    let of = |slice: &&'static Slice| -> &'static Slice {
        let steps: Vec<Migration> =
            slice.migrations.iter().filter(|step| step.version < OLDER_THAN).copied().collect();
        Box::leak(Box::new(Slice { name: slice.name, migrations: steps.leak(), ..Slice::EMPTY }))
    };
    motcua::slices().iter().map(of).collect()
}

/// Makes such a city, with accounts in it.
async fn found_older(place: &Place) {
    let store = place.store().await;
    platform::store::migrate(&store, &older()).await.unwrap();
    let tx = store.housekeeping().await.unwrap();
    for number in 0..ACCOUNTS {
        tx.exec(
            "INSERT INTO account (kind, login, name, folded_name, password_hash, disabled, failures, created_at) \
             VALUES ('citizen', $1, 'Lê Thị Cũ', 'le thi cu', 'x', FALSE, 0, 1)",
            vec![format!("36200{number:07}").into()],
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    let (code, said) = place.run(&["migrate", "--check"]);
    assert_eq!(code, 3, "there is something to bring up: {said}");
}

/// Starts the program and kills it at the begin of its so-many-th call of this name; whether it came to serve before.
fn served_before(place: &Place, call: &str, which: usize) -> bool {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut strace = Command::new("strace");
    strace.args(["-D", "-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
    strace.args(["-e", &format!("inject={call}:signal=KILL:when={which}")]);
    let mut command = traced(strace, &place.command(&["serve", "--listen", &free]));
    let mut child =
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("apt-get install strace");
    let begin = Instant::now();
    let served = loop {
        if child.try_wait().unwrap().is_some() {
            break false;
        }
        if ask(&free, "GET", "/readyz", None, "").is_some_and(|answer| answer.status == 200) {
            break true;
        }
        assert!(begin.elapsed() < PATIENCE, "neither killed nor ready");
        std::thread::park_timeout(Duration::from_millis(20));
    };
    // It may be gone already.
    let _ = child.kill();
    let _ = child.wait();
    served
}

/// Kills it at ever later calls until it comes to serve, and looks at the city.
async fn upgraded(place: &Place, call: &str, step: usize) {
    found_older(place).await;
    let mut kills = 0;
    while !served_before(place, call, 1 + kills * step) {
        kills += 1;
        assert!(kills < 200, "it is never brought up");
    }
    println!("killed {kills} times");
    assert!(kills > 5, "it was brought up between two kills");
    let node = Node::start(place);
    let page = ask(&node.address, "GET", "/thu-tuc/HT-01", None, "").unwrap();
    assert_eq!(page.status, 200, "{}", page.body);
    node.kill();
    let (code, said) = place.run(&["migrate", "--check"]);
    assert_eq!(code, 0, "{said}");
    let store = place.store().await;
    let accounts = "SELECT COUNT(*) FROM account WHERE kind = 'citizen' AND name = 'Lê Thị Cũ'";
    assert_eq!(store.number(accounts, vec![]).await.unwrap(), ACCOUNTS);
    let steps = motcua::slices().iter().map(|slice| slice.migrations.len()).sum::<usize>();
    let applied = store.number("SELECT COUNT(*) FROM schema_ledger", vec![]).await.unwrap();
    assert_eq!(applied, i64::try_from(steps).unwrap());
    let twice = "SELECT COUNT(*) FROM (SELECT code FROM procedure_version GROUP BY code, number HAVING COUNT(*) > 1) t";
    assert_eq!(store.number(twice, vec![]).await.unwrap(), 0, "what ships stands there once");
    store.close().await.unwrap();
    place.expect_ledger();
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite_an_older_city_killed_at_one_sync_after_the_other_is_brought_up_whole() {
    let folder = tempfile::tempdir().unwrap();
    upgraded(&Place::sqlite(folder.path()), "fsync", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_an_older_city_killed_at_one_message_after_the_other_is_brought_up_whole() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::make(bin().expect("cargo xtask setup installs PostgreSQL"));
    upgraded(&Place::postgres(folder.path(), cluster.url()), "sendto", 25).await;
}
