//! The tamper-evident ledger over the journal: entries become leaves of a Merkle tree in the order in which they
//! were committed, and each new root is signed within a minute.
//!
//! Every journal entry is put into `ledger_pending` by its own transaction and leaves it when it has its place;
//! so an entry whose transaction commits late gets a later place and none is passed over, on either engine.
//! The mathematics are in the crate `ledger`; here is what it takes to keep it: tables, keys, the jobs, proofs, export.

mod audit;
mod export;
mod key;
mod prove;
mod proven;
mod seal;
mod stamp;
mod stamp_store;
mod store;

pub use audit::{Audit, audit, audit_stamped};
pub use export::{export, range_between};
pub use key::{Key, former_keys, is_id, key_path, rotate};
pub use prove::{EntryMark, check, consistency, entry_of, of_record};
pub use seal::{SEAL, Sealed, seal, seal_telling};
pub use stamp::{STAMP, authorities, stamp};
pub use stamp_store::{LastStamp, last_stamp};
pub use store::{CheckpointRow, Status, keys, latest, root, status};

pub(crate) use proven::Proven;
pub(crate) use store::{await_places, await_places_since};
