//! The check of the database itself: every entry against its leaf, every leaf against the signed roots.

use super::stamp_store::Stamps;
use super::{export, store};
use crate::error::{Error, Result};
use crate::store::Read;
use ledger::stamp::Authorities;
use ledger::{Check, Finding, Verdict};

/// How much older than the checkpoint before it an entry may be: the longest that a transaction may take.
const TOLERANCE_MINUTES: i64 = 30;

/// What a check of the database found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// What is signed.
    pub verdict: Verdict,
    /// Entries that no checkpoint covers yet.
    pub pending: i64,
}

impl Audit {
    /// How much older an entry may be than the checkpoint before it, microseconds.
    pub const TOLERANCE: i64 = TOLERANCE_MINUTES * 60 * 1_000_000;
}

/// Checks the whole ledger against the journal; `told` hears how many entries are done, and of how many.
/// It leaves the time-stamps aside, and so reads a database of before them too.
pub async fn audit(db: &impl Read, told: impl FnMut(u64, u64)) -> Result<Option<Audit>> {
    audited(db, Stamps::Left, None, told).await
}

/// The same, and checks the time-stamps by the authorities that are trusted; without any they are counted.
pub async fn audit_stamped(
    db: &impl Read,
    trusted: Option<&Authorities>,
    told: impl FnMut(u64, u64),
) -> Result<Option<Audit>> {
    audited(db, Stamps::Read, trusted, told).await
}

async fn audited(
    db: &impl Read,
    stamps: Stamps,
    trusted: Option<&Authorities>,
    mut told: impl FnMut(u64, u64),
) -> Result<Option<Audit>> {
    let Some(stretch) = export::stretch(db, 0, u64::MAX, stamps).await? else { return Ok(None) };
    let keys = store::keys(db).await?;
    let failed = |e: ledger::BundleError| Error::fault("ledger audit", e);
    let header = &stretch.header;
    let mut check = Check::new(header, keys.first(), trusted, Audit::TOLERANCE).map_err(failed)?;
    let mut at = header.begin;
    while at < header.end {
        let (next, lines) = export::step(db, &stretch, at).await?;
        for line in &lines {
            check.take(line).map_err(failed)?;
        }
        at = next;
        told(at, header.end);
    }
    for id in store::strangers(db).await? {
        check.found(Finding::Inserted { id });
    }
    for id in store::vanished(db).await? {
        check.found(Finding::Vanished { id });
    }
    Ok(Some(Audit { verdict: check.finish(), pending: store::status(db).await?.pending }))
}
