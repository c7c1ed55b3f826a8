//! The network between the program and PostgreSQL, and between clients and the program: slow, torn mid-request, silent.

use super::counter::{Book, Clerks, expect_whole, filing};
use super::kill::seed;
use super::node::{Node, Place, ask};
use super::wire::{Weather, Wire};
use crate::database_gone::{Cluster, bin};
use std::time::{Duration, Instant};

/// Seconds of a request in these tests, and how much longer an answer may take to be drawn and sent.
const REQUEST: u64 = 10;
const DRAWN: Duration = Duration::from_secs(10);

/// A city on PostgreSQL, and the same as the program sees it: over a wire.
struct Far {
    _folder: tempfile::TempDir,
    _cluster: Cluster,
    place: Place,
    wire: Wire,
    agency: i64,
}

impl Far {
    async fn found() -> Far {
        let seed = seed();
        println!("seed {seed}");
        let folder = tempfile::tempdir().unwrap();
        let cluster = Cluster::make(bin().expect("cargo xtask setup installs PostgreSQL"));
        let url = cluster.url();
        let target = url.split('@').nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        let place = Place::postgres(folder.path(), url);
        let agency = place.found().await;
        place.set(&format!("[connections]\nrequest_seconds = {REQUEST}\n"));
        Far { _folder: folder, _cluster: cluster, place, wire: Wire::to(&target, seed), agency }
    }

    /// The program at the other end of the wire.
    fn node(&self) -> Node {
        let url = self.place.url.as_ref().unwrap();
        let (before, after) = url.split_once('@').unwrap();
        let path = after.split_once('/').unwrap().1;
        let url = format!("{before}@{}/{path}", self.wire.address);
        Node::start(&Place { url: Some(url), ..self.place.clone() })
    }

    /// Looks at the city without the wire, after the program is gone.
    async fn expect_whole(&self, mut node: Node, book: &Book) {
        assert!(node.runs(), "the program outlives its network");
        assert!(!node.log().contains("panicked"), "{}", node.log());
        assert!(book.refused.iter().all(|status| *status == 503), "{:?}", book.refused);
        let most = Duration::from_secs(REQUEST) + DRAWN;
        assert!(book.longest < most, "somebody waited {:?}", book.longest);
        node.kill();
        expect_whole(&self.place, book).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_to_postgresql_that_tears_at_any_byte_loses_and_doubles_nothing() {
    let far = Far::found().await;
    let node = far.node();
    let cookie = node.sign_in();
    let clerks = Clerks::start(&node.address, &cookie, far.agency, 6, "torn");
    clerks.wait_for(10);
    far.wire.set(Weather::Torn(200_000));
    clerks.wait_for_answers(300);
    far.wire.set(Weather::Clear);
    clerks.wait_for(clerks.acknowledged() + 30);
    for _ in 0..5 {
        far.wire.cut();
        clerks.wait_for(clerks.acknowledged() + 10);
    }
    let mut book = clerks.stop();
    assert!(!book.refused.is_empty(), "the wire was torn under nobody");
    // What was answered with 503 may stand there or not: sent once more, it does, once.
    let unsure: Vec<String> =
        book.sent.iter().filter(|key| !book.acknowledged.contains(key)).take(20).cloned().collect();
    for key in unsure {
        let answer =
            ask(&node.address, "POST", "/quay/nhan", Some(&cookie), &filing(far.agency, &key)).unwrap();
        assert!(answer.location.starts_with("/quay/da-nhan/"), "{key}: {} {}", answer.status, answer.body);
        book.acknowledged.push(key);
    }
    far.expect_whole(node, &book).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_to_postgresql_that_swallows_everything_is_told_in_time_and_forgotten_when_it_is_mended() {
    let far = Far::found().await;
    let node = far.node();
    let cookie = node.sign_in();
    let clerks = Clerks::start(&node.address, &cookie, far.agency, 6, "silent");
    for _ in 0..2 {
        clerks.wait_for(clerks.acknowledged() + 20);
        let (done, refused) = (clerks.acknowledged(), clerks.refused());
        far.wire.set(Weather::Swallowing);
        clerks.wait_for_answers(done + refused + 18);
        let page = ask(&node.address, "GET", "/co-quan", None, "").unwrap();
        assert_eq!(page.status, 503, "{}", page.body);
        assert!(page.body.contains("vẫn còn nguyên") && page.body.contains("Mã tra cứu"), "{}", page.body);
        assert_eq!(ask(&node.address, "GET", "/readyz", None, "").unwrap().body, "database\n");
        assert_eq!(ask(&node.address, "GET", "/healthz", None, "").unwrap().status, 200);
        far.wire.set(Weather::Clear);
        // The server's side of the lost connections keeps its locks for half a minute.
        clerks.wait_for(clerks.acknowledged() + 20);
    }
    let book = clerks.stop();
    far.expect_whole(node, &book).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_wire_to_postgresql_makes_the_counter_slow_and_nothing_else() {
    let far = Far::found().await;
    let node = far.node();
    let cookie = node.sign_in();
    far.wire.set(Weather::Slow { delay: Duration::from_millis(5), bytes: 4096 });
    let clerks = Clerks::start(&node.address, &cookie, far.agency, 4, "slow");
    clerks.wait_for(12);
    let book = clerks.stop();
    assert_eq!(book.refused, Vec::<u16>::new());
    assert_eq!(book.sent.len(), book.acknowledged.len());
    far.expect_whole(node, &book).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_who_are_cut_off_and_send_again_file_each_dossier_once() {
    let seed = seed();
    println!("seed {seed}");
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let agency = place.found().await;
    let node = Node::start(&place);
    let cookie = node.sign_in();
    let wire = Wire::to(&node.address, seed);
    // A filing is 1 KB and its answer as much: some are torn in the request, some in the answer, some not at all.
    wire.set(Weather::Torn(4000));
    let begin = Instant::now();
    let (address, cookie) = (wire.address.as_str(), cookie.as_str());
    let tries: usize = std::thread::scope(|scope| {
        let clerk = move |clerk: usize| {
            move || (0..15).map(|n| send_until_told(address, cookie, agency, clerk * 100 + n)).sum::<usize>()
        };
        let clerks: Vec<_> = (0..4).map(|number| scope.spawn(clerk(number))).collect();
        clerks.into_iter().map(|clerk| clerk.join().unwrap()).sum()
    });
    assert!(tries > 60, "the wire was torn under nobody");
    assert!(begin.elapsed() < Duration::from_secs(120), "{tries} tries took {:?}", begin.elapsed());
    let keys: Vec<String> = (0..4).flat_map(|clerk| (0..15).map(move |n| key(clerk * 100 + n))).collect();
    // Over a thin line too: the answer comes late, and comes.
    wire.set(Weather::Slow { delay: Duration::from_millis(100), bytes: 256 });
    assert_eq!(send_until_told(address, cookie, agency, 0), 1);
    assert!(!node.log().contains("panicked"), "{}", node.log());
    node.kill();
    let book = Book { sent: keys.clone(), acknowledged: keys, ..Book::default() };
    expect_whole(&place, &book).await;
}

fn key(number: usize) -> String {
    format!("again-{number:016}")
}

/// Sends a filing again and again until its receipt is seen; how often.
fn send_until_told(address: &str, cookie: &str, agency: i64, number: usize) -> usize {
    for tries in 1..200 {
        let body = filing(agency, &key(number));
        if let Some(answer) = ask(address, "POST", "/quay/nhan", Some(cookie), &body) {
            assert!(answer.location.starts_with("/quay/da-nhan/"), "{} {}", answer.status, answer.body);
            return tries;
        }
    }
    panic!("a filing never came through");
}
