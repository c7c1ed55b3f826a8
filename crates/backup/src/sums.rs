//! What two databases are compared by: rows and hash of each table, size and root of the ledger.

use crate::manifest::{LedgerSum, TableSum};
use crate::{Error, Result, Told, rows};
use futures::TryStreamExt as _;
use platform::ledger as journal_ledger;
use platform::store::{Shape, Whole};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The table without which there is no ledger: a backup may be older than the ledger.
const LEDGER_TABLE: &str = "ledger_checkpoint";
/// Rows after which progress is told.
pub const STEP: u64 = 1_000;

/// Counts and hashes rows as they pass.
#[derive(Default)]
pub struct Summing {
    rows: u64,
    hash: Sha256,
}

impl Summing {
    /// One more row, by its line.
    pub fn push(&mut self, line: &str) {
        self.rows += 1;
        self.hash.update(line.as_bytes());
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The sum.
    pub fn finish(self) -> TableSum {
        TableSum { rows: self.rows, sha256: hex::encode(self.hash.finalize()) }
    }
}

/// The sums of tables, read from the database.
pub async fn tables(whole: &Whole, shapes: &[Shape], told: Told<'_>) -> Result<BTreeMap<String, TableSum>> {
    let mut sums = BTreeMap::new();
    for shape in shapes {
        let mut sum = Summing::default();
        let mut stream = whole.rows_of(shape).await?;
        while let Some(row) = stream.try_next().await? {
            sum.push(&rows::line(&row));
            if sum.rows().is_multiple_of(STEP) {
                told(&shape.table, sum.rows(), 0);
            }
        }
        sums.insert(shape.table.clone(), sum.finish());
    }
    Ok(sums)
}

/// The ledger as its own tables say; `None` without entries.
pub async fn ledger(whole: &Whole, shapes: &[Shape]) -> Result<Option<LedgerSum>> {
    if !shapes.iter().any(|s| s.table == LEDGER_TABLE) {
        return Ok(None);
    }
    let Some((size, root)) = journal_ledger::root(whole).await? else { return Ok(None) };
    let status = journal_ledger::status(whole).await?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(Some(LedgerSum {
        size,
        root: hex::encode(root),
        pending: count(status.pending),
        checkpoints: count(status.checkpoints),
    }))
}

/// Checks every journal entry against the signed ledger; the first thing wrong, in words.
pub async fn audit(whole: &Whole, shapes: &[Shape], told: Told<'_>) -> Result<Option<String>> {
    if !shapes.iter().any(|s| s.table == LEDGER_TABLE) {
        return Ok(None);
    }
    let audit = journal_ledger::audit(whole, |done, of| told("ledger", done, of)).await?;
    let Some(verdict) = audit.map(|a| a.verdict) else { return Ok(None) };
    match verdict.first() {
        None => Ok(None),
        Some(first) => {
            let words = serde_json::to_string(first).map_err(platform::Error::from).map_err(Error::from)?;
            Ok(Some(format!("{} findings, the first: {words}", verdict.findings.len())))
        }
    }
}
