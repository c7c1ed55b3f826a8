//! PostgreSQL loses its power under load and comes back: the program goes on without a restart.

use super::counter::{Clerks, expect_whole};
use super::node::{Node, Place};
use crate::database_gone::{Cluster, bin};

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_that_is_cut_off_under_load_three_times_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::make(bin().expect("cargo xtask setup installs PostgreSQL"));
    let place = Place::postgres(folder.path(), cluster.url());
    let agency = place.found().await;
    let mut node = Node::start(&place);
    let cookie = node.sign_in();
    let clerks = Clerks::start(&node.address, &cookie, agency, 8, "clerk");
    for _ in 0..3 {
        clerks.wait_for(clerks.acknowledged() + 20);
        cluster.stop();
        cluster.start();
    }
    clerks.wait_for(clerks.acknowledged() + 20);
    let book = clerks.stop();
    assert!(node.runs(), "the program outlives its database");
    assert!(book.refused.iter().all(|status| *status == 503), "{:?}", book.refused);
    node.kill();
    expect_whole(&place, &book).await;
}
