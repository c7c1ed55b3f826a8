//! Proofs for whoever asks: that an entry is in the ledger, that one checkpoint continues another.

use super::store;
use crate::error::{Error, Result};
use crate::store::{FromRow, Read, Store};
use ledger::{BundleError, Checkpoint, PROOF_FORMAT, Proof, Span, VerifierKey, inclusion, tiles_for};

const WORK: &str = "ledger proof";

/// The proof of a record's first entry with this action, under the newest checkpoint that covers it.
///
/// `None` while the entry is not there or has no signed place yet.
pub async fn of_record(db: &Store, record: &str, id: i64, action: &str) -> Result<Option<Proof>> {
    let Some(standing) = store::standing_of(db, (record, id), action).await? else { return Ok(None) };
    let number = |n: i64| u64::try_from(n).map_err(|e| Error::fault(WORK, e));
    let (place, size) = (number(standing.place)?, number(standing.size)?);
    if place >= size {
        return Ok(None);
    }
    let key: VerifierKey = standing.verifier.parse().map_err(|e| Error::fault(WORK, e))?;
    Ok(Some(Proof {
        format: PROOF_FORMAT.to_owned(),
        key: key.to_string(),
        rotations: if standing.rotations > 0 { store::rotations(db).await? } else { Vec::new() },
        entry: standing.id,
        hash: standing.hash,
        place,
        path: hashes(db, &inclusion(place, size)).await?,
        checkpoint: standing.note,
    }))
}

/// Checks a proof of this ledger, as [`Proof::check`] does: the checkpoint when it holds, `None` when the way leads elsewhere. The
/// entry's way is gone anew each time, the signature on the checkpoint that all proofs of a minute share is checked once.
pub fn check(db: &Store, proof: &Proof) -> std::result::Result<Option<Checkpoint>, BundleError> {
    let checkpoint = db.proven.signed(proof)?;
    Ok(proof.leads_to(&checkpoint).then_some(checkpoint))
}

/// What names an entry on paper.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct EntryMark {
    /// Its number in the journal.
    pub id: i64,
    /// Its hash, hexadecimal.
    pub hash: String,
}

/// A record's first entry with this action, sealed or not yet.
pub async fn entry_of(db: &impl Read, record: &str, id: i64, action: &str) -> Result<Option<EntryMark>> {
    let sql = "SELECT id, hash FROM journal WHERE record = $1 AND record_id = $2 AND action = $3 ORDER BY id LIMIT 1";
    db.row(sql, vec![record.into(), id.into(), action.into()]).await
}

/// The hashes that prove that the ledger of `size` entries begins with that of `old`, hexadecimal.
pub async fn consistency(db: &Store, old: u64, size: u64) -> Result<Vec<String>> {
    hashes(db, &ledger::consistency(old, size)).await
}

async fn hashes(db: &Store, spans: &[Span]) -> Result<Vec<String>> {
    let tiles = store::written_tiles(db, &tiles_for(spans)).await?;
    let hashes = db.proven.hashes(&tiles, spans);
    let one = |(span, hash): (&Span, Option<ledger::Hash>)| {
        hash.map(hex::encode).ok_or_else(|| Error::fault(WORK, format!("tiles of {span:?} are missing")))
    };
    spans.iter().zip(hashes).map(one).collect()
}
