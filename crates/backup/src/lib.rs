//! A city as one file, and back: backup while the server runs, restore into an empty place, copy from engine to engine.
//!
//! The tables are read through `platform::store::Whole`, in one snapshot and by our own logical dump, so that a backup
//! of SQLite can be restored into PostgreSQL and the other way round, and no tool of the database has to be there.
//! The file is a tar under zstd, encrypted by age when a key is given: with the tools `age`, `zstd` and `tar` it can be
//! opened without this program. age and not a stream of our own, because a server then holds only the public half of
//! the key: who breaks into it reads no older backup.
//!
//! rows.rs: rows as lines · manifest.rs: what is told of the contents · lock.rs: what closes and opens it · keys.rs: keys
//! that go along · archive.rs: the file · contents.rs: its entries · sums.rs: what is compared · target.rs: an empty place
//! that is filled or left empty · files.rs: the stored files ·
//! make.rs, verify.rs, restore.rs, copy.rs.

mod archive;
mod contents;
mod copy;
mod files;
mod keys;
mod lock;
mod make;
mod manifest;
mod restore;
mod rows;
mod sums;
mod target;
mod verify;

pub use copy::{Copied, copy};
pub use files::{Carried, carry_files, check_files};
pub use keys::Keys;
pub use lock::Lock;
pub use make::{Made, Source, make};
pub use manifest::{FilesSum, Head, LedgerSum, Manifest, TableSum};
pub use restore::{Restored, rehearse, restore};
pub use target::Place;
pub use verify::verify;

/// Hears how far the work is: (what, done, of).
pub type Told<'a> = &'a dyn Fn(&str, u64, u64);

/// Why there is no backup, no restored city, or no copy.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database or the file store failed.
    #[error(transparent)]
    Platform(#[from] platform::Error),
    /// A file or folder could not be read or written.
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
    /// The file is encrypted and no key was given.
    #[error("the backup is encrypted: give --key-file or --passphrase-file")]
    Locked,
    /// The key does not open the file.
    #[error("the key does not fit this backup")]
    WrongKey,
    /// A key was given that is none.
    #[error("{0}")]
    BadKey(String),
    /// The file was cut or altered.
    #[error("the backup is cut short or damaged: {0}")]
    Damaged(String),
    /// The file is none of ours, or a newer program's.
    #[error("this file is no backup that this program can read: {0}")]
    Foreign(String),
    /// The place to restore into is not empty.
    #[error("{0}")]
    NotEmpty(String),
    /// What stands there now is not what the manifest says.
    #[error("what was written does not equal the source: {}", .0.join("; "))]
    Unequal(Vec<String>),
    /// The ledger does not hold.
    #[error(
        "the ledger does not hold ({0}); to have the city nevertheless, as evidence, give --despite-findings"
    )]
    Ledger(String),
}

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of the file system, with what was being done.
fn io(doing: impl std::fmt::Display) -> impl FnOnce(std::io::Error) -> Error {
    move |error| Error::Io(doing.to_string(), error)
}
