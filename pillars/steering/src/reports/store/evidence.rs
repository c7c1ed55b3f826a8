//! Measuring by the evidence query of an indicator over the very days of a report, which are no calendar period.
//! The same query gives the figure, the records that are shown and the hash that is frozen.

use platform::Read;
use platform::error::Result;
use platform::indicators::{Indicator, Slot};
use platform::store::FromRow;
use sha2::{Digest, Sha256};

/// What an indicator says of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Sums {
    /// Records.
    pub records: i64,
    pub numerator: i64,
    pub denominator: i64,
    /// People who answered, where people do; else records.
    pub heads: i64,
}

/// Sums the evidence of a slot.
pub async fn sums(db: &(impl Read + ?Sized), indicator: &Indicator, slot: &Slot) -> Result<Sums> {
    let mut params = Vec::new();
    let condition = indicator.condition(slot, &mut params);
    let heads = if indicator.people.is_some() { "COUNT(DISTINCT e.cluster)" } else { "COUNT(*)" };
    let sql = format!(
        "SELECT COUNT(*) AS records, CAST(COALESCE(SUM(e.numerator), 0) AS BIGINT) AS numerator, \
         CAST(COALESCE(SUM(e.denominator), 0) AS BIGINT) AS denominator, {heads} AS heads FROM ({}) e WHERE {condition}",
        indicator.evidence
    );
    let rows: Vec<Sums> = platform::store::gather(db, &sql, params).await?;
    Ok(rows.first().copied().unwrap_or(Sums { records: 0, numerator: 0, denominator: 0, heads: 0 }))
}

/// SHA-256 of the records of a slot in their order: who counts them again finds the same, or that they changed.
pub async fn hash(db: &(impl Read + ?Sized), indicator: &Indicator, slot: &Slot) -> Result<String> {
    /// Records read at once.
    const CHUNK: i64 = 5_000;
    let mut digest = Sha256::new();
    let mut after: Option<(String, i64)> = None;
    loop {
        let place = after.as_ref().map(|(day, id)| (day.as_str(), *id));
        let found = indicator.records(db, slot, None, place, CHUNK).await?;
        for e in &found {
            let line =
                format!("{} {} {} {} {}\n", e.record_id, e.agency_id, e.on_day, e.numerator, e.denominator);
            digest.update(line.as_bytes());
        }
        match found.last() {
            Some(last) => after = Some((last.on_day.clone(), last.record_id)),
            None => return Ok(hex::encode(digest.finalize())),
        }
    }
}
