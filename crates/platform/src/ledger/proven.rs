//! What proofs of one ledger have in common, kept by the process: the roots of parts of full tiles, which never change, and the
//! newest checkpoint, opened. Both follow from what is read for each proof; nothing here says that an entry is in the ledger.

use ledger::{BundleError, Checkpoint, Folded, Proof, Span, Written};
use std::sync::{Mutex, PoisonError};

/// What is kept.
#[derive(Debug, Default)]
pub(crate) struct Proven {
    folded: Mutex<Folded>,
    opened: Mutex<Option<Opened>>,
}

/// A checkpoint whose signature was checked, with all that its check rests on.
#[derive(Debug)]
struct Opened {
    key: String,
    rotations: Vec<String>,
    note: String,
    checkpoint: Checkpoint,
}

impl Opened {
    fn is_of(&self, proof: &Proof) -> bool {
        self.note == proof.checkpoint && self.key == proof.key && self.rotations == proof.rotations
    }
}

impl Proven {
    /// The hash of each span; `None` for one whose tiles are missing.
    pub(super) fn hashes(&self, tiles: &Written, spans: &[Span]) -> Vec<Option<ledger::Hash>> {
        let mut folded = self.folded.lock().unwrap_or_else(PoisonError::into_inner);
        spans.iter().map(|span| folded.span(tiles, *span)).collect()
    }

    /// The checkpoint of a proof once its signatures hold: all proofs of a minute rest on the same one.
    pub(super) fn signed(&self, proof: &Proof) -> Result<Checkpoint, BundleError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = opened.as_ref().filter(|known| known.is_of(proof)) {
            return Ok(known.checkpoint.clone());
        }
        let checkpoint = proof.signed(None)?;
        *opened = Some(Opened {
            key: proof.key.clone(),
            rotations: proof.rotations.clone(),
            note: proof.checkpoint.clone(),
            checkpoint: checkpoint.clone(),
        });
        Ok(checkpoint)
    }
}
