//! Connections held open: heads and bodies that drip, readers who take nothing, idle ones, and more than there is room for.
//! The real program with limits of a second; `faults::clients` has ten thousand of them.

use crate::faults::node::{Answer, Node, Place, ask};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Longer than any limit here and its consequences on a busy machine.
const LONG: Duration = Duration::from_secs(20);
const TICK: Duration = Duration::from_millis(100);
const HALF: &str = "ten=khong.co";
const REST: &str = "&mat_khau=khong+biet+gi";

/// A seeded city under these limits.
fn node(limits: &str) -> (tempfile::TempDir, Node) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    place.set(&format!("[connections]\n{limits}\n"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(crate::city::put_of_today(folder.path()));
    let node = Node::start(&place);
    (folder, node)
}

fn connect(node: &Node) -> TcpStream {
    let stream = TcpStream::connect(&node.address).unwrap();
    stream.set_read_timeout(Some(TICK)).unwrap();
    stream
}

/// The head of a sign-in with a body of so many bytes.
fn sign_in(length: usize) -> String {
    format!(
        "POST /dang-nhap HTTP/1.1\r\nHost: x\r\nUser-Agent: held\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Half of a sign-in that the program has begun to read: it has asked for the rest, which is [`REST`].
fn half(node: &Node) -> TcpStream {
    let mut stream = connect(node);
    let head = sign_in(HALF.len() + REST.len()).replace("Host:", "Expect: 100-continue\r\nHost:");
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let mut said = Vec::new();
    while !said.ends_with(b"\r\n\r\n") {
        let mut one = [0];
        stream.read_exact(&mut one).unwrap();
        said.extend(one);
    }
    assert!(said.starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&said));
    stream.write_all(HALF.as_bytes()).unwrap();
    stream
}

/// Sends a piece each tick, `times` at most, until the other side ends the connection; what it said, and when it ended.
fn drip(stream: &mut TcpStream, piece: &[u8], mut times: usize) -> (String, Duration) {
    let (begin, mut said) = (Instant::now(), Vec::new());
    while begin.elapsed() < LONG {
        if times > 0 {
            times -= 1;
            // Who was cut off is told by reading.
            let _ = stream.write_all(piece);
        }
        let mut some = [0; 4096];
        match stream.read(&mut some) {
            Ok(0) => return (String::from_utf8_lossy(&said).into_owned(), begin.elapsed()),
            Ok(read) => said.extend(&some[..read]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return (String::from_utf8_lossy(&said).into_owned(), begin.elapsed()),
        }
    }
    panic!("the connection is still open after {LONG:?}: {}", String::from_utf8_lossy(&said));
}

#[test]
fn a_head_that_comes_a_byte_at_a_time_is_cut_off() {
    let (_folder, node) = node("head_seconds = 1");
    let mut slow = connect(&node);
    slow.write_all(b"GET /healthz HTTP/1.1\r\nX: ").unwrap();
    let (said, took) = drip(&mut slow, b"a", usize::MAX);
    assert!(said.is_empty(), "{said}");
    assert!(took >= Duration::from_millis(900), "cut off after {took:?}");
    // Who says nothing at all is too.
    assert!(drip(&mut connect(&node), b"", 0).0.is_empty());
    assert_eq!(ask(&node.address, "GET", "/healthz", None, "").unwrap().status, 200);
}

#[test]
fn a_head_without_an_end_is_refused() {
    let (_folder, node) = node("head_seconds = 10");
    let mut endless = connect(&node);
    endless.write_all(b"GET /healthz HTTP/1.1\r\nX: ").unwrap();
    let (said, took) = drip(&mut endless, &[b'a'; 8192], usize::MAX);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{said}");
    assert!(took < Duration::from_secs(9), "it may send {took:?} long");
}

#[test]
fn a_body_that_drips_is_refused_in_words_and_one_that_comes_steadily_may_take_its_time() {
    let (_folder, node) = node("body_seconds = 1\nbody_rate = 500\nrequest_seconds = 2");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut slow = connect(&node);
            slow.write_all(sign_in(100_000).as_bytes()).unwrap();
            let (said, took) = drip(&mut slow, b"a", usize::MAX);
            assert!(said.starts_with("HTTP/1.1 408"), "{said}");
            assert!(said.contains("quá chậm") && said.contains("chưa có gì được lưu"), "{said}");
            assert!(took >= Duration::from_millis(900), "cut off after {took:?}");
        });
        scope.spawn(|| {
            let body = format!("ten=khong.co&mat_khau=khong+biet+gi+het&x={}", "a".repeat(7000));
            let mut steady = connect(&node);
            steady.write_all(sign_in(body.len()).as_bytes()).unwrap();
            let begin = Instant::now();
            for piece in body.as_bytes().chunks(200) {
                steady.write_all(piece).unwrap();
                std::thread::park_timeout(TICK);
            }
            assert!(begin.elapsed() > Duration::from_secs(3), "longer than a request may take");
            let (said, _) = drip(&mut steady, b"", 0);
            assert!(said.contains("mật khẩu không đúng"), "{said}");
        });
    });
}

#[test]
fn a_connection_without_a_next_request_is_let_go() {
    let (_folder, node) = node("idle_seconds = 1");
    let mut kept = connect(&node);
    for _ in 0..3 {
        kept.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let (begin, mut said) = (Instant::now(), String::new());
        while !said.contains("\r\n\r\n") || said.ends_with("\r\n\r\n") {
            assert!(begin.elapsed() < LONG, "{said}");
            let mut some = [0; 4096];
            let read = kept.read(&mut some).unwrap_or(0);
            said.push_str(std::str::from_utf8(&some[..read]).unwrap());
        }
        assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    }
    let (said, took) = drip(&mut kept, b"", 0);
    assert!(said.is_empty(), "{said}");
    assert!(took >= Duration::from_millis(800), "let go after {took:?}");
}

#[test]
fn who_takes_nothing_of_an_answer_is_cut_off() {
    let (_folder, node) = node("stall_seconds = 1");
    let mut greedy = connect(&node);
    greedy.set_nonblocking(true).unwrap();
    let asked = b"GET /tai-san/0/app.css HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50);
    let begin = Instant::now();
    loop {
        assert!(begin.elapsed() < LONG, "the connection is still open");
        match greedy.write(&asked) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::park_timeout(TICK),
            Err(_) => break,
        }
    }
    assert!(begin.elapsed() >= Duration::from_secs(1));
    assert_eq!(ask(&node.address, "GET", "/healthz", None, "").unwrap().status, 200);
}

#[test]
fn when_all_seats_are_taken_who_idles_longest_makes_room_and_who_works_does_not() {
    let (_folder, node) = node("most = 40\nhead_seconds = 60");
    let mut steady = half(&node);
    let idle: Vec<TcpStream> = (0..200).map(|_| connect(&node)).collect();
    for _ in 0..20 {
        let begin = Instant::now();
        assert_eq!(ask(&node.address, "GET", "/healthz", None, "").unwrap().status, 200);
        assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    }
    let gone = |mut stream: &TcpStream| {
        let read = stream.read(&mut [0]);
        !read.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
    };
    // The last ones of all are there still; looking at each takes a tick.
    assert!(idle[..100].iter().all(gone), "the longest idle made no room");
    assert!(idle[190..].iter().any(|stream| !gone(stream)), "nobody had to go for them");
    steady.write_all(REST.as_bytes()).unwrap();
    let said = Answer::read(&mut steady).unwrap().body;
    assert!(said.contains("mật khẩu không đúng"), "{said}");
}

#[test]
fn at_the_signal_to_end_what_is_under_way_is_answered_and_idle_connections_are_not_waited_for() {
    let (_folder, node) = node("");
    let idle: Vec<TcpStream> = (0..20).map(|_| connect(&node)).collect();
    let mut steady = half(&node);
    let address = node.address.clone();
    let ending = std::thread::spawn(move || {
        let begin = Instant::now();
        (node.end(), begin.elapsed())
    });
    let begin = Instant::now();
    while TcpStream::connect(&address).is_ok() {
        assert!(begin.elapsed() < LONG, "it still takes connections");
        std::thread::park_timeout(TICK);
    }
    steady.write_all(REST.as_bytes()).unwrap();
    let answer = Answer::read(&mut steady).expect("what was under way is answered");
    assert!(answer.body.contains("mật khẩu không đúng"), "{} {}", answer.status, answer.body);
    let (code, took) = ending.join().unwrap();
    assert_eq!(code, Some(0));
    assert!(took < LONG, "{took:?}");
    drop(idle);
}
