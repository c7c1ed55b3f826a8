//! Ten thousand connections that say nothing, and two hundred that speak a byte at a time: the counter still answers.

use super::counter::filing;
use super::node::{Node, Place, ask};
use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

const IDLE: usize = 10_000;
const SLOW: usize = 200;
/// Megabytes that the program may take with all of them (a debug build, with its catalogue and fonts).
const MOST: u64 = 400;

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_idle_connections_and_slow_clients_do_not_keep_the_counter_from_its_work() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let agency = place.found().await;
    place.set("[connections]\nhead_seconds = 90\n");
    let mut node = Node::start(&place);
    let cookie = node.sign_in();
    let idle: Vec<TcpStream> = (0..IDLE).map(|_| TcpStream::connect(&node.address).unwrap()).collect();
    let mut slow: Vec<TcpStream> = (0..SLOW).map(|_| TcpStream::connect(&node.address).unwrap()).collect();
    for stream in &mut slow {
        stream
            .write_all(b"POST /quay/nhan HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nkho")
            .unwrap();
    }
    let begin = Instant::now();
    while node.open_files() <= IDLE {
        assert!(begin.elapsed() < Duration::from_secs(25), "they are not held, all of them");
        std::thread::park_timeout(Duration::from_millis(50));
    }
    for number in 0..20 {
        for stream in &mut slow {
            // Who was cut off for being slow is no failure.
            let _ = stream.write_all(b"a");
        }
        let begin = Instant::now();
        let body = filing(agency, &format!("slow-{number:016}"));
        let answer = ask(&node.address, "POST", "/quay/nhan", Some(&cookie), &body).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert!(begin.elapsed() < Duration::from_secs(5), "the counter waited {:?}", begin.elapsed());
    }
    assert!(node.runs());
    assert!(node.peak_megabytes() < MOST, "{} MB", node.peak_megabytes());
    // They are let go when the time of a first request is over.
    let begin = Instant::now();
    while node.open_files() > IDLE / 10 {
        assert!(begin.elapsed() < Duration::from_secs(120), "{} files are open", node.open_files());
        std::thread::park_timeout(Duration::from_millis(100));
    }
    drop(idle);
}
