//! The machine's clock jumps a day ahead and four hundred days back: no panic, nothing lost, and the ledger says what it saw.

use super::counter::Clerks;
use super::node::{Node, Place};
use platform::Read;
use std::path::Path;
use std::process::Command;

/// libfaketime, which `cargo xtask setup` installs.
fn preload() -> &'static str {
    let places = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    ];
    places.into_iter().find(|p| Path::new(p).exists()).expect("apt-get install libfaketime")
}

/// The server under a clock that is off by so much, such as "+1d".
fn server(place: &Place, off: Option<&str>) -> Command {
    let mut command = place.command(&["serve"]);
    if let Some(off) = off {
        // The waits of the runtime go by the monotonic clock, which is let alone.
        command.env("LD_PRELOAD", preload()).env("FAKETIME", off).env("DONT_FAKE_MONOTONIC", "1");
    }
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_loses_no_dossier_and_the_ledger_names_what_it_dated_back() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let agency = place.found().await;
    let mut acknowledged = Vec::new();
    for (number, off) in [None, Some("+1d"), Some("-400d"), None].into_iter().enumerate() {
        let mut node = Node::start_by(server(&place, off));
        let cookie = node.sign_in();
        let clerks = Clerks::start(&node.address, &cookie, agency, 2, &format!("time-{number}"));
        clerks.wait_for(10);
        let book = clerks.stop();
        assert_eq!(book.refused, Vec::<u16>::new(), "under {off:?}");
        assert!(node.runs(), "under {off:?}");
        acknowledged.extend(book.acknowledged);
        node.kill();
    }
    let store = place.store().await;
    for key in &acknowledged {
        let sql = "SELECT COUNT(*) FROM dossier WHERE idempotency_key = $1 AND received_at IS NOT NULL AND due_at >= received_at";
        assert_eq!(store.number(sql, vec![key.clone().into()]).await.unwrap(), 1, "{key}");
    }
    store.close().await.unwrap();
    let (code, said) = place.run(&["ledger", "seal"]);
    assert_eq!(code, 0, "{said}");
    // Where a checkpoint was sealed a day ahead, what was written after the jump back is older than it says: the ledger
    // names it, and nothing else.
    let (code, said) = place.run(&["ledger", "verify"]);
    let other = said.lines().find(|line| line.starts_with("WRONG") && !line.contains(" is back-dated: "));
    assert_eq!(other, None, "{said}");
    assert!([0, 3].contains(&code), "{said}");
}
