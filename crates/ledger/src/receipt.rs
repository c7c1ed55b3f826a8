//! The proof behind a receipt: one entry, its way to the root, and the signed root.
//!
//! It carries the entry's number and hash only, never its content: a receipt may be shown to anybody.

use crate::bundle::{BundleError, opened_chain};
use crate::checkpoint::{Checkpoint, VerifierKey};
use crate::entry::Entry;
use crate::proof::included;
use crate::tree::Hash;
use serde::{Deserialize, Serialize};

/// The format this program writes and reads.
pub const PROOF_FORMAT: &str = "motcua-ledger-proof/1";

/// That one entry is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// [`PROOF_FORMAT`].
    pub format: String,
    /// The first key of this ledger, as handed out.
    pub key: String,
    /// Checkpoints that change keys, oldest first.
    pub rotations: Vec<String>,
    /// Number of the entry in the journal.
    pub entry: i64,
    /// Its hash, hexadecimal.
    pub hash: String,
    /// Its place in the ledger, from 0.
    pub place: u64,
    /// The hashes beside its way to the root, hexadecimal, nearest first.
    pub path: Vec<String>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

impl Proof {
    /// Checks the signature and the way to the root; the checkpoint when both hold, `None` when the way leads elsewhere.
    pub fn check(&self, expected: Option<&VerifierKey>) -> Result<Option<Checkpoint>, BundleError> {
        let checkpoint = self.signed(expected)?;
        Ok(self.leads_to(&checkpoint).then_some(checkpoint))
    }

    /// Checks the signatures alone: the checkpoint, opened by a key that the first one leads to. What it says rests on
    /// [`Proof::key`], [`Proof::rotations`] and [`Proof::checkpoint`], and on nothing of the entry.
    pub fn signed(&self, expected: Option<&VerifierKey>) -> Result<Checkpoint, BundleError> {
        if self.format != PROOF_FORMAT {
            return Err(BundleError::Format(self.format.clone()));
        }
        let keys = opened_chain(&self.key, &self.rotations, expected)?;
        keys.iter()
            .find_map(|key| Checkpoint::open(&self.checkpoint, key).ok())
            .ok_or(BundleError::Signature(0))
    }

    /// Whether the entry's way leads to the root of this checkpoint.
    pub fn leads_to(&self, checkpoint: &Checkpoint) -> bool {
        let path: Option<Vec<Hash>> =
            self.path.iter().map(|part| hex::decode(part).ok()?.try_into().ok()).collect();
        let leaf = Entry::leaf_of(self.entry, &self.hash);
        path.is_some_and(|p| included(&leaf, self.place, checkpoint.size, &p, &checkpoint.root))
    }
}
