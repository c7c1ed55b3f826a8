//! What the check of a ledger tells.

use serde::Serialize;

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
    /// A time-stamp does not hold.
    StampWrong {
        /// Entries under the stamped checkpoint.
        size: u64,
        /// In words.
        why: String,
    },
    /// The authority saw a checkpoint before it says that it was signed.
    StampEarly {
        /// Entries under the checkpoint.
        size: u64,
        /// When it says that it was signed, microseconds UTC.
        at: i64,
        /// When the authority saw it.
        stamped_at: i64,
    },
    /// A checkpoint says that it is older than a time-stamp on a smaller one.
    CheckpointBackDated {
        /// Entries under the checkpoint.
        size: u64,
        /// When it says that it was signed, microseconds UTC.
        at: i64,
        /// When the authority saw the smaller one.
        stamped_at: i64,
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
    /// Whether it tells of times and time-stamps rather than of what the ledger holds.
    pub(crate) fn is_of_time(&self) -> bool {
        matches!(
            self,
            Finding::StampWrong { .. } | Finding::StampEarly { .. } | Finding::CheckpointBackDated { .. }
        )
    }

    pub(crate) fn place(&self) -> u64 {
        match self {
            Finding::Altered { place, .. }
            | Finding::Removed { place }
            | Finding::Reordered { place, .. }
            | Finding::BackDated { place, .. } => *place,
            Finding::Rewritten { from, .. } => *from,
            Finding::StampWrong { size, .. }
            | Finding::StampEarly { size, .. }
            | Finding::CheckpointBackDated { size, .. } => *size,
            Finding::Inserted { .. } | Finding::Vanished { .. } => u64::MAX,
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Entries looked at.
    pub entries: u64,
    /// Checkpoints whose signature and root fit.
    pub checkpoints: u64,
    /// Time-stamps that hold.
    pub stamps: u64,
    /// Time-stamps that were not looked at, since no authority was given.
    pub unchecked_stamps: u64,
    /// Everything wrong, by place; empty when the ledger holds.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// The first thing that is wrong.
    pub fn first(&self) -> Option<&Finding> {
        self.findings.first()
    }
}
