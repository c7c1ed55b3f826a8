//! The disk is full: changes are refused with 503, pages are shown, and all goes on when there is room again.

use super::counter::{Book, Clerks, expect_scans, expect_whole, filing, send_with_scan};
use super::node::{Node, Place, ask};
use std::path::Path;
use std::process::Command;

/// A small disk of memory; taken away when dropped.
struct Disk(tempfile::TempDir);

impl Disk {
    fn mount(megabytes: u32) -> Disk {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let done =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).status();
        assert!(done.unwrap().success(), "mounting needs root");
        Disk(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_changes_shows_pages_and_goes_on_when_there_is_room() {
    let disk = Disk::mount(160);
    let place = Place::sqlite(disk.path());
    let agency = place.found().await;
    let node = Node::start(&place);
    let cookie = node.sign_in();
    let ballast = disk.path().join("ballast");
    let room = || {
        let free = free_bytes(disk.path());
        usize::try_from(free).unwrap()
    };
    let clerks = Clerks::start(&node.address, &cookie, agency, 4, "before");
    clerks.wait_for(5);
    // The clerks write meanwhile: what does not fit any more is left out.
    let _ = std::fs::write(&ballast, vec![0u8; room().saturating_sub(300_000)]);
    let begin = std::time::Instant::now();
    while clerks.refused() < 20 {
        assert!(begin.elapsed().as_secs() < 60, "the disk does not fill");
        std::thread::park_timeout(std::time::Duration::from_millis(20));
    }
    let page = ask(&node.address, "GET", "/co-quan", None, "").unwrap();
    assert_eq!(page.status, 200, "a full disk does not keep pages from being shown: {}", page.body);
    std::fs::remove_file(&ballast).unwrap();
    let before = clerks.acknowledged();
    clerks.wait_for(before + 20);
    let book = clerks.stop();
    assert!(book.refused.iter().all(|status| *status == 503), "{:?}", book.refused);
    let after =
        ask(&node.address, "POST", "/quay/nhan", Some(&cookie), &filing(agency, "after-0000000000000000"));
    assert_eq!(after.unwrap().status, 303);
    node.kill();
    let mut book = book;
    book.sent.push("after-0000000000000000".to_owned());
    book.acknowledged.push("after-0000000000000000".to_owned());
    expect_whole(&place, &book).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_takes_no_scan_makes_no_half_backup_and_keeps_the_ledger_whole() {
    let disk = Disk::mount(160);
    let place = Place::sqlite(disk.path());
    let agency = place.found().await;
    let mut node = Node::start(&place);
    let cookie = node.sign_in();
    let mut book = Book::default();
    let mut send = |round: &str| {
        for number in 0..6 {
            let key = format!("{round}-{number:016}");
            let scan = format!("%PDF-1.7\n{key}\n{}", "x".repeat(400_000));
            let answer = send_with_scan(&node.address, &cookie, agency, &key, scan.as_bytes());
            book.sent.push(key.clone());
            if answer.location.starts_with("/quay/da-nhan/") {
                book.acknowledged.push(key);
            } else {
                book.refused.push(answer.status);
            }
        }
    };
    send("before");
    let ballast = disk.path().join("ballast");
    let fill = |file: &Path, left: usize| {
        let free = usize::try_from(free_bytes(disk.path())).unwrap();
        std::fs::write(file, vec![0u8; free.saturating_sub(left)]).unwrap();
    };
    fill(&ballast, 900_000);
    send("full");
    let more = disk.path().join("more");
    fill(&more, 50_000);
    let backup = disk.path().join("city.backup");
    let (code, said) = place.run(&["backup", "--to", backup.to_str().unwrap()]);
    assert_ne!(code, 0, "{said}");
    let left: Vec<String> = std::fs::read_dir(disk.path())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("backup"))
        .collect();
    assert!(left.is_empty(), "half a backup is none: {left:?}");
    std::fs::remove_file(&more).unwrap();
    std::fs::remove_file(&ballast).unwrap();
    send("after");
    let (code, said) = place.run(&["backup", "--to", backup.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert!(node.runs());
    assert!(!node.log().contains("panicked"), "{}", node.log());
    node.kill();
    assert!(book.acknowledged.len() >= 12, "{:?}", book.refused);
    assert!(
        book.refused.len() >= 3 && book.refused.iter().all(|status| *status == 503),
        "{:?}",
        book.refused
    );
    expect_whole(&place, &book).await;
    expect_scans(&place, &book.acknowledged).await;
}

/// Bytes free at a place, as `df` says.
fn free_bytes(path: &Path) -> u64 {
    let output = Command::new("df").args(["-B1", "--output=avail"]).arg(path).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().nth(1).unwrap().trim().parse().unwrap()
}
