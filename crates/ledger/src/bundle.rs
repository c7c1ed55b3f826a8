//! The check of a stretch of the ledger: the same for the database and for a bundle carried to another machine.
//!
//! A bundle is lines of JSON: one header, then the entries in the ledger's order, one a line, and between them each
//! checkpoint where the ledger had its size; so it may be read line by line, however many there are. The header brings
//! the hashes that complete the tree to the left and to the right, so that a stretch alone gives the whole root.
//! What can be told: an entry whose content, number or place was changed is named; one who also rewrote the leaves
//! cannot make the signed root, and the checkpoints between tell in which stretch it happened.

use crate::check::Check;
use crate::checkpoint::{Checkpoint, VerifierKey};
use crate::entry::Entry;
use crate::finding::Verdict;
use crate::stamp::Authorities;
use crate::tree::Hash;
use serde::{Deserialize, Serialize};

/// The format this program writes.
pub const BUNDLE_FORMAT: &str = "motcua-ledger/2";
/// The one before, which is read too: all checkpoints, or some of very many, stand in its header.
pub(crate) const FORMER_FORMAT: &str = "motcua-ledger/1";

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
    /// Signed checkpoints: the last at or before `begin` if there is one, and one at or after `end`; others may stand
    /// here too, or on lines of their own.
    pub checkpoints: Vec<String>,
    /// Their time-stamps (RFC 3161 tokens, base64), in their order; none where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stamps: Vec<Option<String>>,
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

/// A checkpoint in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The signed note.
    pub checkpoint: String,
    /// Its time-stamp (an RFC 3161 token, base64), if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
}

/// What follows the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Line {
    /// An entry.
    Entry(Box<Bundle>),
    /// A checkpoint over the entries so far.
    Signed(Signed),
}

impl Line {
    /// Reads a line of a bundle.
    pub fn read(text: &str) -> Option<Line> {
        let entry = serde_json::from_str(text).map(Line::Entry);
        entry.or_else(|_| serde_json::from_str(text).map(Line::Signed)).ok()
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

impl Bundle {
    /// The entry in its place, as the ledger holds it.
    pub fn line(place: u64, leaf: &Hash, entry: Option<Entry>) -> Bundle {
        Bundle { place, leaf: hex::encode(leaf), entry }
    }

    /// Checks a bundle given line by line. `expected` is the key that the reader knows from elsewhere;
    /// `tolerance` is how many microseconds an entry may be older than the checkpoint before it.
    pub fn check<'a>(
        lines: impl Iterator<Item = &'a str>,
        expected: Option<&VerifierKey>,
        tolerance: i64,
    ) -> Result<Verdict, BundleError> {
        Bundle::check_stamped(lines, expected, None, tolerance)
    }

    /// The same, and checks time-stamps by the authorities that the reader trusts.
    pub fn check_stamped<'a>(
        mut lines: impl Iterator<Item = &'a str>,
        expected: Option<&VerifierKey>,
        authorities: Option<&Authorities>,
        tolerance: i64,
    ) -> Result<Verdict, BundleError> {
        let header: Header =
            lines.next().and_then(|line| serde_json::from_str(line).ok()).ok_or(BundleError::Line(1))?;
        let mut check = Check::new(&header, expected, authorities, tolerance)?;
        for (number, line) in lines.enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            check.take(&Line::read(line).ok_or(BundleError::Line(number + 2))?)?;
        }
        Ok(check.finish())
    }
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
pub(crate) fn unhex(text: &str) -> Option<Hash> {
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    hex::decode(text).ok()?.try_into().ok()
}
