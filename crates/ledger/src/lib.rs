//! The tamper-evident ledger, pure: a Merkle tree over journal entries (RFC 6962), signed checkpoints of it,
//! proofs that an entry is in it and that it only grew, and the bundle that is checked on another machine.
//!
//! It knows no database, no clock and no chance: hashes, keys and moments come in as parameters.
//! A checkpoint is written as the transparency world writes it (C2SP tlog-checkpoint inside a signed note),
//! so that tools which are not ours can check it too.

mod bundle;
mod checkpoint;
mod entry;
mod proof;
mod receipt;
mod tiles;
mod tree;

#[cfg(test)]
mod bundle_tests;

pub use bundle::{BUNDLE_FORMAT, Bundle, BundleError, Check, Finding, Header, Verdict};
pub use checkpoint::{Checkpoint, CheckpointError, Signer, VerifierKey};
pub use entry::Entry;
pub use proof::{consistency, consistent, included, inclusion};
pub use receipt::{PROOF_FORMAT, Proof};
pub use tiles::{TileAt, Tiles, edge_of, tile_of, tiles_for};
pub use tree::{Frontier, Hash, NodeAt, Span, cover, empty_root, fold, leaf_hash, node_hash, root_over};
