//! The list of passwords known to have leaked: a sorted file that is searched where it lies, whatever its size.

use crate::error::{Error, Result};
use sha1::{Digest, Sha1};
use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Hex digits of a SHA-1.
const HASH: usize = 40;
/// Neighbouring lines looked at to see whether a file is sorted.
const SAMPLES: u64 = 200;

/// A list in a file, sorted by bytes, one password a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breached {
    path: PathBuf,
    hashed: bool,
}

impl Breached {
    /// Looks at a file: lines of 40 hex digits (and what follows a colon) are SHA-1 hashes, as Have I Been Pwned gives
    /// them ordered by hash; others are the passwords themselves, sorted by bytes (`LC_ALL=C sort -u`).
    ///
    /// # Errors
    /// A fault when the file cannot be read or holds nothing.
    pub fn open(path: &Path) -> Result<Breached> {
        let failed =
            |error: io::Error| Error::fault("breached_passwords", format!("{}: {error}", path.display()));
        let mut first = Vec::new();
        BufReader::new(File::open(path).map_err(failed)?).read_until(b'\n', &mut first).map_err(failed)?;
        if first.is_empty() {
            return Err(failed(io::Error::other("the file is empty")));
        }
        let hash = before_colon(bare(&first));
        let hashed = hash.len() == HASH && hash.iter().all(u8::is_ascii_hexdigit);
        Ok(Breached { path: path.to_owned(), hashed })
    }

    /// Whether the list holds a password; it is read from the disk, at some thirty places.
    pub fn holds(&self, password: &str) -> io::Result<bool> {
        let wanted = if self.hashed {
            hex::encode_upper(Sha1::digest(password)).into_bytes()
        } else {
            password.into()
        };
        let mut lines = Lines::open(&self.path)?;
        // Lines that begin before `low` are smaller than the one wanted, those that begin at `high` or later are greater.
        let (mut low, mut high) = (0, lines.length);
        while low < high {
            let middle = low + (high - low) / 2;
            let Some((start, line)) = lines.first_from(middle, high)? else {
                high = middle;
                continue;
            };
            match self.key(&line).as_slice().cmp(&wanted) {
                Ordering::Equal => return Ok(true),
                Ordering::Less => low = start + line.len() as u64,
                Ordering::Greater => high = middle,
            }
        }
        Ok(false)
    }

    /// Whether the file looks sorted, at places spread over it: in one that is not, nothing would be found.
    pub fn looks_sorted(&self) -> io::Result<bool> {
        let mut lines = Lines::open(&self.path)?;
        let length = lines.length;
        let mut last: Option<Vec<u8>> = None;
        let mut next = 0;
        for sample in 0..SAMPLES {
            // Two neighbours, further on than what was looked at already.
            next = next.max(length / SAMPLES * sample);
            for _ in 0..2 {
                let Some((start, line)) = lines.first_from(next, length)? else { return Ok(true) };
                let key = self.key(&line);
                if last.as_ref().is_some_and(|last| *last > key) {
                    return Ok(false);
                }
                next = start + line.len() as u64;
                last = Some(key);
            }
        }
        Ok(true)
    }

    fn key(&self, line: &[u8]) -> Vec<u8> {
        if self.hashed { before_colon(bare(line)).to_ascii_uppercase() } else { bare(line).to_vec() }
    }
}

/// A line without its end.
fn bare(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn before_colon(line: &[u8]) -> &[u8] {
    line.split(|b| *b == b':').next().unwrap_or(line)
}

/// A file by its lines, from anywhere.
struct Lines {
    file: BufReader<File>,
    length: u64,
}

impl Lines {
    fn open(path: &Path) -> io::Result<Lines> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Lines { file: BufReader::with_capacity(512, file), length })
    }

    /// The first line that begins at `place` or later but before `end`, with where it begins.
    fn first_from(&mut self, place: u64, end: u64) -> io::Result<Option<(u64, Vec<u8>)>> {
        let mut start = place;
        if let Some(before) = place.checked_sub(1) {
            self.file.seek(SeekFrom::Start(before))?;
            start = before + self.file.skip_until(b'\n')? as u64;
        } else {
            self.file.seek(SeekFrom::Start(0))?;
        }
        if start >= end {
            return Ok(None);
        }
        let mut line = Vec::new();
        self.file.read_until(b'\n', &mut line)?;
        Ok(Some((start, line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn list(lines: &BTreeSet<String>, end: &str) -> (tempfile::TempDir, Breached) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list");
        let text: String = lines.iter().map(|line| format!("{line}{end}")).collect();
        std::fs::write(&path, text).unwrap();
        let list = Breached::open(&path).unwrap();
        (folder, list)
    }

    #[test]
    fn hashes_as_have_i_been_pwned_gives_them_are_found() {
        let hashes = ["mot cau mat khau", "password", "ba con mèo"]
            .map(|p| format!("{}:{}", hex::encode_upper(Sha1::digest(p)), p.len()));
        let (_folder, list) = list(&hashes.into(), "\r\n");
        assert!(list.hashed && list.looks_sorted().unwrap());
        assert!(list.holds("password").unwrap() && list.holds("ba con mèo").unwrap());
        assert!(!list.holds("passwore").unwrap() && !list.holds("").unwrap());
    }

    #[test]
    fn a_list_out_of_order_is_noticed_and_an_empty_one_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list");
        std::fs::write(&path, "zzzzzzzz\nmmmmmmmm\naaaaaaaa\n".repeat(200)).unwrap();
        assert!(!Breached::open(&path).unwrap().looks_sorted().unwrap());
        std::fs::write(&path, "").unwrap();
        assert!(Breached::open(&path).is_err());
        assert!(Breached::open(&folder.path().join("none")).is_err());
    }

    proptest! {
        #[test]
        fn what_is_in_the_list_is_found_and_nothing_else(
            lines in prop::collection::btree_set("[a-zà-ỹ ]{1,12}", 1..60),
            others in prop::collection::vec("[a-zà-ỹ ]{0,12}", 20),
            ended in any::<bool>(),
        ) {
            let (folder, list) = list(&lines, "\n");
            if !ended {
                // The last line may lack its end.
                let path = folder.path().join("list");
                let text = std::fs::read_to_string(&path).unwrap();
                std::fs::write(&path, text.trim_end_matches('\n')).unwrap();
            }
            prop_assert!(list.looks_sorted().unwrap());
            for line in &lines {
                prop_assert!(list.holds(line).unwrap(), "{line:?}");
            }
            for other in others {
                prop_assert_eq!(list.holds(&other).unwrap(), lines.contains(&other), "{:?}", other);
            }
        }
    }
}
