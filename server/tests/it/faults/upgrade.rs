//! kill -9 while the schema is brought up and what ships is put in place: the next start finishes it.

use super::node::{Node, Place, ask};
use crate::database_gone::{Cluster, bin};
use std::process::Stdio;
use std::time::Duration;

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
