//! Two nodes on one PostgreSQL race for the same filing and the same jobs: each is done once.

use super::counter::{Book, expect_whole, filing};
use super::node::{Node, Place, ask};
use crate::database_gone::{Cluster, bin};
use platform::Read;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_that_race_for_one_filing_make_one_dossier_and_run_each_job_once() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::make(bin().expect("cargo xtask setup installs PostgreSQL"));
    let place = Place::postgres(folder.path(), cluster.url());
    let agency = place.found().await;
    let nodes = [Node::start(&place), Node::start(&place)];
    let cookie = nodes[0].sign_in();
    let mut book = Book::default();
    for number in 0..40 {
        let key = format!("race-{number:016}");
        let body = filing(agency, &key);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let both: Vec<_> = nodes
                .iter()
                .map(|node| {
                    scope.spawn(|| ask(&node.address, "POST", "/quay/nhan", Some(&cookie), &body).unwrap())
                })
                .collect();
            both.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(
            answers.iter().all(|a| a.status == 303),
            "{:?}",
            answers.iter().map(|a| a.status).collect::<Vec<_>>()
        );
        assert_eq!(answers[0].location, answers[1].location, "both were led to the same dossier");
        book.sent.push(key.clone());
        book.acknowledged.push(key);
    }
    let store = place.store().await;
    let begin = Instant::now();
    let waiting = "SELECT COUNT(*) FROM job WHERE state <> 'done' AND name LIKE 'targets.%'";
    while store.number(waiting, vec![]).await.unwrap() > 0 {
        assert!(begin.elapsed() < Duration::from_secs(60), "the jobs are not worked off");
        std::thread::park_timeout(Duration::from_millis(50));
    }
    let again = store.number("SELECT COUNT(*) FROM job WHERE attempts > 1", vec![]).await.unwrap();
    assert_eq!(again, 0, "no job was taken by both");
    store.close().await.unwrap();
    drop(nodes);
    expect_whole(&place, &book).await;
}
