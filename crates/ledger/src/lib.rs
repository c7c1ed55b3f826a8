//! The tamper-evident ledger, pure: a Merkle tree over journal entries (RFC 6962), signed checkpoints of it,
//! proofs that an entry is in it and that it only grew, time-stamps of checkpoints, and the bundle that is checked on another machine.
//!
//! It knows no database, no clock and no chance: hashes, keys and moments come in as parameters.
//! A checkpoint is written as the transparency world writes it (C2SP tlog-checkpoint inside a signed note),
//! so that tools which are not ours can check it too.

mod bundle;
mod check;
mod checkpoint;
mod entry;
mod finding;
mod proof;
mod receipt;
pub mod stamp;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod tiles;
mod tree;

#[cfg(test)]
mod bundle_tests;

pub use bundle::{BUNDLE_FORMAT, Bundle, BundleError, Header, Line, Signed};
pub use check::Check;
pub use checkpoint::{Checkpoint, CheckpointError, Signer, VerifierKey};
pub use entry::Entry;
pub use finding::{Finding, Verdict};
pub use proof::{consistency, consistent, included, inclusion};
pub use receipt::{PROOF_FORMAT, Proof};
pub use tiles::{Folded, TileAt, Tiles, Written, edge_of, tile_of, tiles_for};
pub use tree::{Frontier, Hash, NodeAt, Span, cover, empty_root, fold, leaf_hash, node_hash, root_over};
