//! Where tests put their cities: in memory where the machine has room for it, for every commit of theirs would wait for the disk.

use crate::host;
use std::path::Path;
use tempfile::TempDir;

/// Linux's file system in memory.
const MEMORY: &str = "/dev/shm";

/// What the cities of one run want at most, in KiB: two tests at a time and a demo city with its uploads, several times over.
const ROOM_KIB: u64 = 4 << 20;

/// A folder in memory for `TMPDIR`, gone when dropped; nothing on a machine that has none, or too little room in it.
pub fn in_memory() -> Option<TempDir> {
    let room = host::answer("df", &["--output=avail", "-k", MEMORY]).and_then(|told| kib(&told))?;
    if room < ROOM_KIB || !Path::new(MEMORY).is_dir() {
        return None;
    }
    tempfile::Builder::new().prefix("motcua-tests-").tempdir_in(MEMORY).ok()
}

/// The figure under `df`'s heading.
fn kib(told: &str) -> Option<u64> {
    told.lines().nth(1)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dfs_figure_is_read_and_its_silence_is_no_room() {
        assert_eq!(kib("   Avail\n24690000\n"), Some(24_690_000));
        assert_eq!(kib("   Avail\n"), None);
        assert_eq!(kib("   Avail\n-\n"), None);
    }

    #[test]
    fn the_folder_in_memory_goes_with_its_run() {
        let Some(folder) = in_memory() else { return };
        let path = folder.path().to_path_buf();
        assert!(path.starts_with(MEMORY) && path.is_dir());
        drop(folder);
        assert!(!path.exists());
    }
}
