//! What a backup says of itself: before its contents what is needed to take them up, after them what they must be.

use platform::store::Shape;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The format that is written.
pub const FORMAT: &str = "motcua-backup/2";
/// Those that are read: the first one took a single key along.
pub const FORMATS: [&str; 2] = [FORMAT, "motcua-backup/1"];

/// First entry of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// One of [`FORMATS`].
    pub format: String,
    /// Version of the program that made it.
    pub program: String,
    /// Engine it was read from.
    pub engine: String,
    /// The moment whose state it holds, ISO with its zone.
    pub at: String,
    /// Steps of the schema, as "slice/version".
    pub steps: BTreeSet<String>,
    /// Tables with their columns.
    pub tables: Vec<Shape>,
}

/// Rows of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSum {
    /// How many.
    pub rows: u64,
    /// SHA-256 over their lines in key order, hexadecimal.
    pub sha256: String,
}

/// Stored files that the records name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesSum {
    /// How many are in the backup.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Hashes of those that the records name and that were missing or damaged already when the backup was made.
    pub lost: Vec<String>,
}

/// The ledger over the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerSum {
    /// Entries with a place.
    pub size: u64,
    /// Root of the tree over them, hexadecimal.
    pub root: String,
    /// Entries that wait for a place.
    pub pending: u64,
    /// Signed checkpoints.
    pub checkpoints: u64,
}

/// Last entry of the file: without it the file was cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Tables by name.
    pub tables: BTreeMap<String, TableSum>,
    /// Stored files.
    pub files: FilesSum,
    /// The ledger; `None` when it had no entry yet.
    pub ledger: Option<LedgerSum>,
    /// Whether the key that signs checkpoints is in the file.
    pub with_key: bool,
    /// Names of the other key files in it: former keys of the ledger, and the key of the accounts' secrets.
    #[serde(default)]
    pub keys: Vec<String>,
}

impl Manifest {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.values().map(|t| t.rows).sum()
    }
}

/// Where other tables and another ledger differ from those of a manifest, in words; empty when they are equal.
pub fn differences(
    said: &BTreeMap<String, TableSum>,
    ledger: Option<&LedgerSum>,
    found: &BTreeMap<String, TableSum>,
    found_ledger: Option<&LedgerSum>,
) -> Vec<String> {
    let names: BTreeSet<&String> = said.keys().chain(found.keys()).collect();
    let mut all = Vec::new();
    for name in names {
        match (said.get(name), found.get(name)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) if a.rows != b.rows => {
                all.push(format!("{name} has {} rows instead of {}", b.rows, a.rows));
            }
            (Some(_), Some(_)) => all.push(format!("{name} has other contents")),
            (Some(_), None) => all.push(format!("{name} is missing")),
            (None, _) => all.push(format!("{name} is not in the source")),
        }
    }
    if ledger != found_ledger {
        let words = |l: Option<&LedgerSum>| {
            l.map_or("none".to_owned(), |l| format!("{} entries with root {}", l.size, l.root))
        };
        all.push(format!("the ledger is {} instead of {}", words(found_ledger), words(ledger)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_is_silent_and_every_difference_is_named() {
        let sum = |rows, sha256: &str| TableSum { rows, sha256: sha256.into() };
        let said =
            BTreeMap::from([("a".into(), sum(1, "x")), ("b".into(), sum(2, "y")), ("c".into(), sum(0, ""))]);
        assert!(differences(&said, None, &said, None).is_empty());
        let found =
            BTreeMap::from([("a".into(), sum(2, "x")), ("b".into(), sum(2, "z")), ("d".into(), sum(0, ""))]);
        let ledger = LedgerSum { size: 3, root: "ff".into(), pending: 0, checkpoints: 1 };
        let named = differences(&said, Some(&ledger), &found, None);
        assert_eq!(
            named,
            [
                "a has 2 rows instead of 1",
                "b has other contents",
                "c is missing",
                "d is not in the source",
                "the ledger is none instead of 3 entries with root ff",
            ]
        );
    }
}
