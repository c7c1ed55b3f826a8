//! A journal entry as the ledger takes it: what is hashed, and what becomes the leaf.

use crate::tree::{Hash, leaf_hash};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of the entry in the journal.
    pub id: i64,
    /// When, microseconds UTC.
    pub at: i64,
    /// staff, citizen, public or system.
    pub actor_kind: String,
    /// Account, if one acted.
    pub actor_id: Option<i64>,
    /// Name as shown then.
    pub actor_name: String,
    /// Agency the actor acted for.
    pub unit_id: Option<i64>,
    /// Slice of the record.
    pub slice: String,
    /// Kind of record.
    pub record: String,
    /// Identity of the record.
    pub record_id: i64,
    /// Verb.
    pub action: String,
    /// Fields before, JSON.
    pub before: String,
    /// Fields after, JSON.
    pub after: String,
    /// Reason given.
    pub reason: Option<String>,
    /// Hash of the record's previous entry, hexadecimal; empty for the first.
    pub previous_hash: String,
    /// Hash of this entry, hexadecimal SHA-256.
    pub hash: String,
}

impl Entry {
    /// The hash that this entry's content gives; equal to `hash` unless somebody altered it.
    pub fn computed_hash(&self) -> String {
        let fields = serde_json::json!([
            self.at,
            self.actor_kind,
            self.actor_id,
            self.actor_name,
            self.unit_id,
            self.slice,
            self.record,
            self.record_id,
            self.action,
            self.before,
            self.after,
            self.reason,
            self.previous_hash
        ]);
        hex::encode(Sha256::digest(fields.to_string().as_bytes()))
    }

    /// Its leaf: number and hash, so that the ledger stays provable when the law demands that content be erased.
    pub fn leaf(&self) -> Hash {
        Entry::leaf_of(self.id, &self.hash)
    }

    /// The leaf of the entry with this number and hash.
    pub fn leaf_of(id: i64, hash: &str) -> Hash {
        leaf_hash(format!("{id}:{hash}").as_bytes())
    }
}
