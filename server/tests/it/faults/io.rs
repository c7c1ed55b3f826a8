//! The disk answers with I/O errors while the program runs (strace puts them in the way of its system calls): changes are
//! refused with 503, nothing acknowledged is lost, and when the disk is well again all goes on without a restart.

use super::counter::{Book, Clerks, expect_scans, expect_whole, send_with_scan};
use super::node::{Node, Place, ask};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

/// strace at a running program; taken off when dropped.
struct Trouble(Child);

impl Trouble {
    /// Puts EIO before these system calls, in this rhythm (`:when=` of strace, or nothing for each one), where they touch
    /// one of these files (any, when there are none).
    fn start(node: &Node, calls: &str, when: &str, paths: &[PathBuf]) -> Trouble {
        let pid = node.pid().to_string();
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-p", &pid, "-e", &format!("trace={calls}")]);
        command.args(["-e", &format!("inject={calls}:error=EIO{when}")]);
        for path in paths {
            command.arg("-P").arg(path);
        }
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut trouble = Trouble(child.expect("apt-get install strace"));
        let begin = Instant::now();
        while !tasks(&pid).iter().all(|task| is_traced(task)) {
            assert!(begin.elapsed() < PATIENCE, "strace does not get hold of the program");
            assert!(trouble.0.try_wait().unwrap().is_none(), "strace ended at once");
            std::thread::park_timeout(Duration::from_millis(5));
        }
        trouble
    }
}

impl Drop for Trouble {
    fn drop(&mut self) {
        // At this signal it lets go of the program before it ends.
        let _ = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

/// The status files of a process' threads.
fn tasks(pid: &str) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    folder.flatten().map(|task| task.path().join("status")).collect()
}

fn is_traced(status: &Path) -> bool {
    // A thread that has ended meanwhile needs no tracing.
    let Ok(text) = std::fs::read_to_string(status) else { return true };
    text.lines().any(|line| line.strip_prefix("TracerPid:").is_some_and(|pid| pid.trim() != "0"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fails_under_the_database_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let agency = place.found().await;
    let mut node = Node::start(&place);
    let cookie = node.sign_in();
    let database: Vec<PathBuf> = ["motcua.db", "motcua.db-wal"].map(|name| folder.path().join(name)).into();
    let clerks = Clerks::start(&node.address, &cookie, agency, 4, "io");
    clerks.wait_for(10);
    for (calls, when) in [
        ("fsync", ""),
        ("pwrite64", ""),
        ("fsync", ":when=2+3"),
        ("pwrite64", ":when=40+60"),
        ("pread64,pwrite64,fsync", ":when=30+50"),
        ("ftruncate,fsync", ":when=1+2"),
    ] {
        let (refused, begin) = (clerks.refused(), Instant::now());
        let trouble = Trouble::start(&node, calls, when, &database);
        while clerks.refused() < refused + 10 {
            assert!(begin.elapsed() < PATIENCE, "{calls}{when} disturbs nobody");
            assert!(node.runs(), "{calls}{when} ended the program: {}", node.log());
            std::thread::park_timeout(Duration::from_millis(10));
        }
        if !calls.contains("pread64") {
            let page = ask(&node.address, "GET", "/co-quan", None, "").unwrap();
            assert_eq!(page.status, 200, "{calls}{when} keeps a page from being shown: {}", page.body);
        }
        drop(trouble);
        clerks.wait_for(clerks.acknowledged() + 10);
    }
    let book = clerks.stop();
    assert!(book.refused.iter().all(|status| *status == 503), "{:?}", book.refused);
    assert!(!node.log().contains("panicked"), "{}", node.log());
    node.kill();
    expect_whole(&place, &book).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fails_under_the_scans_has_none_acknowledged_that_it_did_not_keep() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let agency = place.found().await;
    let node = Node::start(&place);
    let cookie = node.sign_in();
    let mut book = Book::default();
    // strace passes over the names with a question mark where the machine's kernel has no such call.
    let troubles = [("?link,linkat", ":when=1+2"), ("fsync", ":when=1+5"), ("?mkdir,mkdirat", ":when=1+3")];
    for (round, (calls, when)) in troubles.into_iter().enumerate() {
        let trouble = Trouble::start(&node, calls, when, &[]);
        for number in 0..16 {
            let key = format!("scan-{round}-{number:016}");
            let scan = format!("%PDF-1.7\n{key}\n{}", "giấy ".repeat(2000));
            let answer = send_with_scan(&node.address, &cookie, agency, &key, scan.as_bytes());
            book.sent.push(key.clone());
            if answer.location.starts_with("/quay/da-nhan/") {
                book.acknowledged.push(key);
            } else {
                book.refused.push(answer.status);
            }
        }
        drop(trouble);
    }
    assert!(book.acknowledged.len() > 12, "{:?}", book.refused);
    assert!(book.refused.len() > 6 && book.refused.iter().all(|status| *status == 503), "{:?}", book.refused);
    assert!(!node.log().contains("panicked"), "{}", node.log());
    node.kill();
    expect_whole(&place, &book).await;
    expect_scans(&place, &book.acknowledged).await;
}
