//! The check of a stretch of the ledger: the same for the database and for a bundle carried to another machine.
//!
//! A bundle is lines of JSON: one header, then one line an entry in the ledger's order. The header brings the hashes
//! that complete the tree to the left and to the right, so that a stretch alone gives the whole root.
//! What can be told: an entry whose content, number or place was changed is named; one who also rewrote the leaves
//! cannot make the signed root, and the checkpoints between tell in which stretch it happened.

use crate::checkpoint::{Checkpoint, VerifierKey};
use crate::entry::Entry;
use crate::tree::{Frontier, Hash};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The format this program writes and reads.
pub const BUNDLE_FORMAT: &str = "motcua-ledger/1";

/// What comes before the entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// [`BUNDLE_FORMAT`].
    pub format: String,
    /// The first key of this ledger, as handed out.
    pub key: String,
    /// Checkpoints that change keys, oldest first.
    pub rotations: Vec<String>,
    /// First place in the ledger, from 0.
    pub begin: u64,
    /// One after the last place.
    pub end: u64,
    /// Hashes of the perfect subtrees before `begin`, hexadecimal.
    pub before: Vec<String>,
    /// Hashes of the perfect subtrees from `end` to the size of the last checkpoint, hexadecimal.
    pub after: Vec<String>,
    /// Signed checkpoints: the last at or before `begin` if there is one, those between, the first at or after `end`.
    pub checkpoints: Vec<String>,
}

/// One entry in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// Place in the ledger, from 0.
    pub place: u64,
    /// The leaf the ledger holds there, hexadecimal.
    pub leaf: String,
    /// The entry; none when the journal has lost it.
    pub entry: Option<Entry>,
}

/// What is wrong, and where first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Finding {
    /// The content no longer gives the hash, or the hash no longer the leaf.
    Altered {
        /// Place in the ledger.
        place: u64,
        /// Number in the journal.
        id: i64,
    },
    /// An entry that was here is gone.
    Removed {
        /// Place in the ledger.
        place: u64,
    },
    /// An entry stands elsewhere than it was entered.
    Reordered {
        /// Place in the ledger.
        place: u64,
        /// Number in the journal.
        id: i64,
    },
    /// It says that it is older than a checkpoint that did not yet hold it.
    BackDated {
        /// Place in the ledger.
        place: u64,
        /// Number in the journal.
        id: i64,
        /// What it says, microseconds UTC.
        at: i64,
        /// When the checkpoint before it was signed.
        signed_at: i64,
    },
    /// A journal entry that the ledger never took: it came past the program, or was written behind the end of a bundle.
    Inserted {
        /// Number in the journal.
        id: i64,
    },
    /// A journal entry that waited for its place and is gone.
    Vanished {
        /// Number in the journal.
        id: i64,
    },
    /// Everything fits itself but not the signed root: somewhere in this stretch the ledger was rewritten.
    Rewritten {
        /// First place of the stretch.
        from: u64,
        /// One after its last place.
        to: u64,
    },
}

impl Finding {
    fn place(&self) -> u64 {
        match self {
            Finding::Altered { place, .. }
            | Finding::Removed { place }
            | Finding::Reordered { place, .. }
            | Finding::BackDated { place, .. } => *place,
            Finding::Rewritten { from, .. } => *from,
            Finding::Inserted { .. } | Finding::Vanished { .. } => u64::MAX,
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Entries looked at.
    pub entries: u64,
    /// Checkpoints whose signature and root fit.
    pub checkpoints: u64,
    /// Everything wrong, by place; empty when the ledger holds.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// The first thing that is wrong.
    pub fn first(&self) -> Option<&Finding> {
        self.findings.first()
    }
}

/// Why a bundle cannot be checked at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// A line is not what the format says.
    #[error("line {0} cannot be read")]
    Line(usize),
    /// Written by a program that this one does not know.
    #[error("format {0} is not known")]
    Format(String),
    /// The key is not the one expected.
    #[error("the bundle is signed by another key: {0}")]
    Key(String),
    /// A checkpoint carries no valid signature.
    #[error("checkpoint {0} is not signed by a key of this ledger")]
    Signature(usize),
    /// No checkpoint covers the stretch.
    #[error("no checkpoint covers these entries")]
    NotCovered,
}

/// How many findings are kept: the first tells, the rest would fill memory.
const MOST: usize = 100;

impl Bundle {
    /// The entry in its place, as the ledger holds it.
    pub fn line(place: u64, leaf: &Hash, entry: Option<Entry>) -> Bundle {
        Bundle { place, leaf: hex::encode(leaf), entry }
    }

    /// Checks a bundle given line by line. `expected` is the key that the reader knows from elsewhere;
    /// `tolerance` is how many microseconds an entry may be older than the checkpoint before it.
    pub fn check<'a>(
        mut lines: impl Iterator<Item = &'a str>,
        expected: Option<&VerifierKey>,
        tolerance: i64,
    ) -> Result<Verdict, BundleError> {
        let header: Header =
            lines.next().and_then(|line| serde_json::from_str(line).ok()).ok_or(BundleError::Line(1))?;
        let mut check = Check::new(&header, expected, tolerance)?;
        for (number, line) in lines.enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            check.push(&serde_json::from_str(line).map_err(|_| BundleError::Line(number + 2))?);
        }
        Ok(check.finish())
    }
}

/// A check that takes entries one by one.
pub struct Check {
    end: u64,
    checkpoints: Vec<Checkpoint>,
    after: Vec<Hash>,
    tolerance: i64,
    frontier: Frontier,
    /// Place the next entry must have.
    next: u64,
    seen: u64,
    signed: usize,
    sound_to: u64,
    fitting: u64,
    rewritten: Option<Finding>,
    misplaced: Vec<(u64, i64, Hash)>,
    leaves_wrong: HashSet<Hash>,
    findings: Vec<Finding>,
}

impl Check {
    /// A check of the stretch that the header tells of.
    pub fn new(
        header: &Header,
        expected: Option<&VerifierKey>,
        tolerance: i64,
    ) -> Result<Check, BundleError> {
        if header.format != BUNDLE_FORMAT {
            return Err(BundleError::Format(header.format.clone()));
        }
        let checkpoints = opened(header, expected)?;
        let covers = checkpoints.last().is_some_and(|c| c.size >= header.end);
        let hashes = |list: &[String]| list.iter().map(|h| unhex(h)).collect::<Option<Vec<_>>>();
        let (before, after) =
            hashes(&header.before).zip(hashes(&header.after)).ok_or(BundleError::Line(1))?;
        let frontier = Frontier::of(header.begin, before).ok_or(BundleError::Line(1))?;
        if !covers || header.end < header.begin {
            return Err(BundleError::NotCovered);
        }
        let mut check = Check {
            end: header.end,
            checkpoints,
            after,
            tolerance,
            frontier,
            next: header.begin,
            seen: 0,
            signed: 0,
            sound_to: header.begin,
            fitting: 0,
            rewritten: None,
            misplaced: Vec::new(),
            leaves_wrong: HashSet::new(),
            findings: Vec::new(),
        };
        check.compare();
        Ok(check)
    }

    /// Takes the next entry.
    pub fn push(&mut self, line: &Bundle) {
        self.seen += 1;
        let id = line.entry.as_ref().map_or(0, |e| e.id);
        if line.place < self.next {
            return self.found(Finding::Reordered { place: line.place, id });
        }
        // No checkpoint of this stretch vouches for what stands behind its end.
        if line.place >= self.end {
            return self.found(Finding::Inserted { id });
        }
        if line.place > self.next {
            self.found(Finding::Removed { place: self.next });
        }
        self.next = line.place + 1;
        let Some(leaf) = unhex(&line.leaf) else {
            return self.found(Finding::Altered { place: line.place, id });
        };
        match &line.entry {
            None => self.found(Finding::Removed { place: line.place }),
            Some(entry) => self.judge(line.place, &leaf, entry),
        }
        self.frontier.push(leaf, |_, _| {});
        self.compare();
    }

    fn judge(&mut self, place: u64, leaf: &Hash, entry: &Entry) {
        let id = entry.id;
        if entry.computed_hash() != entry.hash {
            self.found(Finding::Altered { place, id });
        } else if entry.leaf() != *leaf {
            // Either its hash was made anew, or it is another entry's: only the whole tells.
            self.misplaced.push((place, id, entry.leaf()));
            self.leaves_wrong.insert(*leaf);
        }
        let signed = self.signed.checked_sub(1).and_then(|n| self.checkpoints.get(n));
        if let Some(before) =
            signed.filter(|c| c.size <= place && entry.at < c.at.saturating_sub(self.tolerance))
        {
            let signed_at = before.at;
            self.found(Finding::BackDated { place, id, at: entry.at, signed_at });
        }
    }

    /// Holds the tree so far against the checkpoint of this size, if there is one.
    fn compare(&mut self) {
        while let Some(checkpoint) =
            self.checkpoints.get(self.signed).filter(|c| c.size <= self.frontier.size())
        {
            if checkpoint.size == self.frontier.size() {
                let (size, fits) = (checkpoint.size, checkpoint.root == self.frontier.root());
                self.hold(size, fits);
            }
            self.signed += 1;
        }
    }

    fn hold(&mut self, size: u64, fits: bool) {
        if fits && self.rewritten.is_none() {
            self.fitting += 1;
            self.sound_to = size;
        } else if !fits && self.rewritten.is_none() {
            self.rewritten = Some(Finding::Rewritten { from: self.sound_to, to: size.min(self.end) });
        }
    }

    /// Takes a finding of the caller's own.
    pub fn found(&mut self, finding: Finding) {
        if self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }

    /// What was found, the first by place.
    pub fn finish(mut self) -> Verdict {
        if self.next < self.end {
            self.found(Finding::Removed { place: self.next });
        }
        if self.frontier.size() == self.end
            && let Some(last) = self.checkpoints.last().filter(|c| c.size > self.end).cloned()
        {
            let fits = self.frontier.extend(last.size, &self.after) && self.frontier.root() == last.root;
            self.hold(last.size, fits);
        }
        for (place, id, leaf) in std::mem::take(&mut self.misplaced) {
            let moved = self.leaves_wrong.contains(&leaf);
            self.found(if moved { Finding::Reordered { place, id } } else { Finding::Altered { place, id } });
        }
        if self.findings.is_empty()
            && let Some(rewritten) = self.rewritten.take()
        {
            self.found(rewritten);
        }
        self.findings.sort_by_key(Finding::place);
        Verdict { entries: self.seen, checkpoints: self.fitting, findings: self.findings }
    }
}

/// The header's checkpoints in order, each opened by a key of this ledger.
fn opened(header: &Header, expected: Option<&VerifierKey>) -> Result<Vec<Checkpoint>, BundleError> {
    let keys = opened_chain(&header.key, &header.rotations, expected)?;
    let mut checkpoints: Vec<Checkpoint> = header
        .checkpoints
        .iter()
        .enumerate()
        .map(|(number, note)| {
            let opened = keys.iter().find_map(|key| Checkpoint::open(note, key).ok());
            opened.ok_or(BundleError::Signature(number))
        })
        .collect::<Result<_, _>>()?;
    checkpoints.sort_by_key(|c| c.size);
    Ok(checkpoints)
}

/// All keys from the first on, each named by a checkpoint that the one before it signed.
pub(crate) fn opened_chain(
    first: &str,
    rotations: &[String],
    expected: Option<&VerifierKey>,
) -> Result<Vec<VerifierKey>, BundleError> {
    let key: VerifierKey = first.parse().map_err(|_| BundleError::Line(1))?;
    if expected.is_some_and(|e| *e != key) {
        return Err(BundleError::Key(first.to_owned()));
    }
    let mut keys = vec![key];
    for (number, note) in rotations.iter().enumerate() {
        let by = keys.last().ok_or(BundleError::Signature(number))?;
        let change = Checkpoint::open(note, by).map_err(|_| BundleError::Signature(number))?;
        keys.push(change.next_key.ok_or(BundleError::Signature(number))?);
    }
    Ok(keys)
}

/// A hash has one spelling, in small letters, else two texts would be one bundle.
fn unhex(text: &str) -> Option<Hash> {
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    hex::decode(text).ok()?.try_into().ok()
}
