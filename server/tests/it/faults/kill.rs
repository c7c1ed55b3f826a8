//! kill -9 at random moments under load, on both databases.

use super::counter::{Book, Clerks, expect_whole, filing};
use super::node::{Node, Place, ask};
use crate::database_gone::{Cluster, bin};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::time::Duration;

/// Kills the server so many times while clerks file, starts it again, and looks; then sends what was not answered once more.
pub async fn killed_under_load(place: &Place, times: u32, seed: u64) {
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let agency = place.found().await;
    let mut all = Book::default();
    for round in 0..times {
        let node = Node::start(place);
        let cookie = node.sign_in();
        let clerks = Clerks::start(&node.address, &cookie, agency, 8, &format!("round-{round}"));
        clerks.wait_for(3);
        std::thread::park_timeout(Duration::from_millis(random.random_range(1..800)));
        node.kill();
        let book = clerks.stop();
        println!("round {round}: {} sent, {} acknowledged", book.sent.len(), book.acknowledged.len());
        all.add(book);
        expect_whole(place, &all).await;
    }
    // The clerks press once more: what was stored is found, what was not is filed.
    let node = Node::start(place);
    let cookie = node.sign_in();
    for key in all.sent.iter().filter(|key| !all.acknowledged.contains(key)).take(30) {
        let answer = ask(&node.address, "POST", "/quay/nhan", Some(&cookie), &filing(agency, key)).unwrap();
        assert!(answer.location.starts_with("/quay/da-nhan/"), "{key}: {} {}", answer.status, answer.body);
    }
    let sent: Vec<String> =
        all.sent.iter().filter(|key| !all.acknowledged.contains(key)).take(30).cloned().collect();
    all.acknowledged.extend(sent);
    node.kill();
    expect_whole(place, &all).await;
}

/// A seed of its own for each run, told so that a failure can be had again.
pub fn seed() -> u64 {
    std::env::var("MOTCUA_FAULT_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or_else(rand::random)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite_nothing_acknowledged_is_lost_or_doubled_by_ten_kills() {
    let folder = tempfile::tempdir().unwrap();
    killed_under_load(&Place::sqlite(folder.path()), 10, seed()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_nothing_acknowledged_is_lost_or_doubled_by_ten_kills() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::make(bin().expect("cargo xtask setup installs PostgreSQL"));
    killed_under_load(&Place::postgres(folder.path(), cluster.url()), 10, seed()).await;
}
