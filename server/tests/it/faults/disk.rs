//! The disk is full: changes are refused with 503, pages are shown, and all goes on when there is room again.

use super::node::{Clerks, Node, Place, ask, expect_whole, filing};
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

/// Bytes free at a place, as `df` says.
fn free_bytes(path: &Path) -> u64 {
    let output = Command::new("df").args(["-B1", "--output=avail"]).arg(path).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().nth(1).unwrap().trim().parse().unwrap()
}
