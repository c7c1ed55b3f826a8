//! Work that goes wrong: a job nobody knows, one whose words make no sense, and a node killed amid its work.

use super::counter::{Book, Clerks, expect_whole, filing};
use super::node::{Node, Place, ask};
use crate::database_gone::{Cluster, bin};
use platform::Read;
use platform::jobs::MAX_ATTEMPTS;
use platform::store::Store;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn a_poisoned_job_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let agency = place.found().await;
    let store = place.store().await;
    let tx = store.housekeeping().await.unwrap();
    for _ in 0..5 {
        tx.enqueue("nobody.does.this", &serde_json::json!(["poison"]), None).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    let mut node = Node::start(&place);
    let cookie = node.sign_in();
    for number in 0..5 {
        let body = filing(agency, &format!("poison-{number:016}"));
        assert_eq!(ask(&node.address, "POST", "/quay/nhan", Some(&cookie), &body).unwrap().status, 303);
    }
    let store = place.store().await;
    let begin = Instant::now();
    while count(&store, "name = 'targets.mark' AND state = 'done'").await < 5 {
        assert!(begin.elapsed() < PATIENCE, "the other jobs wait behind the poisoned one");
        std::thread::park_timeout(Duration::from_millis(50));
    }
    let kept = "payload LIKE '%poison%' AND state <> 'done' AND last_error IS NOT NULL";
    assert_eq!(count(&store, kept).await, 5, "it is kept with its error, for a person");
    assert!(node.runs());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_fails_each_time_is_set_aside_and_waits_for_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    place.found().await;
    let store = place.store().await;
    let tx = store.housekeeping().await.unwrap();
    // A job that the program knows, whose payload it cannot read; and one that no text makes sense of.
    tx.enqueue("satisfaction.invite", &serde_json::json!({"poison": 1}), None).await.unwrap();
    tx.enqueue("ground.deliver", &serde_json::json!(["poison"]), None).await.unwrap();
    tx.exec(
        "UPDATE job SET payload = '{poison' WHERE name = 'ground.deliver' AND payload LIKE '%poison%'",
        vec![],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let mut node = Node::start(&place);
    let begin = Instant::now();
    while count(&store, "payload LIKE '%poison%' AND state = 'dead'").await < 2 {
        assert!(begin.elapsed() < PATIENCE, "they are tried without end");
        // The hours between two tries are over.
        let tx = store.housekeeping().await.unwrap();
        tx.exec("UPDATE job SET run_at = 0 WHERE payload LIKE '%poison%' AND state = 'queued'", vec![])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        std::thread::park_timeout(Duration::from_millis(50));
    }
    let told = format!(
        "payload LIKE '%poison%' AND attempts = {MAX_ATTEMPTS} AND last_error IS NOT NULL AND owner IS NULL"
    );
    assert_eq!(count(&store, &told).await, 2, "each was tried as often as a job is, and says why");
    assert!(node.runs());
    assert!(!node.log().contains("panicked"), "{}", node.log());
    let metrics = ask(&node.address, "GET", "/metrics", None, "").unwrap();
    assert!(metrics.body.contains("motcua_jobs{state=\"dead\"} 2"), "{}", metrics.body);
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_killed_amid_its_jobs_leaves_them_to_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::make(bin().expect("cargo xtask setup installs PostgreSQL"));
    let place = Place::postgres(folder.path(), cluster.url());
    let agency = place.found().await;
    let keeper = Node::start(&place);
    let cookie = keeper.sign_in();
    let store = place.store().await;
    let mut all = Book::default();
    for round in 0..4 {
        let victim = Node::start(&place);
        let clerks = Clerks::start(&victim.address, &cookie, agency, 4, &format!("amid-{round}"));
        clerks.wait_for(10);
        victim.kill();
        all.add(clerks.stop());
    }
    let begin = Instant::now();
    while count(&store, "state IN ('queued', 'running')").await > 0 {
        assert!(begin.elapsed() < PATIENCE, "the jobs of the killed are not worked off");
        // Its leases are over: nobody prolongs them. The other node's own work runs anew too, which no job minds.
        let tx = store.housekeeping().await.unwrap();
        tx.exec("UPDATE job SET run_at = 0 WHERE state = 'running'", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        std::thread::park_timeout(Duration::from_millis(200));
    }
    assert_eq!(count(&store, "state = 'dead'").await, 0);
    let marks = count(&store, "name = 'targets.mark' AND state = 'done'").await;
    let received = store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap();
    assert!(marks >= received, "{marks} marks of {received} dossiers");
    store.close().await.unwrap();
    drop(keeper);
    expect_whole(&place, &all).await;
}

async fn count(store: &Store, condition: &str) -> i64 {
    store.number(&format!("SELECT COUNT(*) FROM job WHERE {condition}"), vec![]).await.unwrap()
}
