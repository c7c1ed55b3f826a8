//! When a dossier's clock stood still, why, and by which text.

use kernel::{Moment, Pause, PauseReason};
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A time in which the clock stood still.
#[derive(Debug, Clone, FromRow)]
pub struct PauseRow {
    /// supplement or financial_duty.
    pub reason: String,
    /// From.
    pub from_at: i64,
    /// Until; null while it still stands.
    pub to_at: Option<i64>,
    /// The text by which it is not counted, where one was named.
    pub basis: Option<String>,
}

impl PauseRow {
    /// As the calendar reads it.
    pub fn pause(&self) -> Pause {
        Pause {
            from: Moment::from_micros(self.from_at),
            to: self.to_at.map(Moment::from_micros),
            reason: if self.reason == "supplement" {
                PauseReason::Supplement
            } else {
                PauseReason::FinancialDuty
            },
        }
    }
}

/// Stops the clock.
pub async fn open_pause(tx: &Tx, dossier: i64, reason: PauseReason, basis: Option<&str>) -> Result<()> {
    let word = if reason == PauseReason::Supplement { "supplement" } else { "financial_duty" };
    tx.insert(
        "INSERT INTO dossier_pause (dossier_id, reason, from_at, basis) VALUES ($1, $2, $3, $4)",
        vec![dossier.into(), word.into(), tx.at().micros().into(), basis.into()],
    )
    .await?;
    Ok(())
}

/// Lets the clock run again.
pub async fn close_pause(tx: &Tx, dossier: i64) -> Result<()> {
    tx.exec(
        "UPDATE dossier_pause SET to_at = $2 WHERE dossier_id = $1 AND to_at IS NULL",
        vec![dossier.into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}

/// The pauses of a dossier with what they rest on.
pub async fn pause_rows(db: &impl Read, dossier: i64) -> Result<Vec<PauseRow>> {
    db.rows(
        "SELECT reason, from_at, to_at, basis FROM dossier_pause WHERE dossier_id = $1 ORDER BY id",
        vec![dossier.into()],
    )
    .await
}

/// The pauses of a dossier, as the calendar reads them.
pub async fn pauses(db: &impl Read, dossier: i64) -> Result<Vec<Pause>> {
    Ok(pause_rows(db, dossier).await?.iter().map(PauseRow::pause).collect())
}
