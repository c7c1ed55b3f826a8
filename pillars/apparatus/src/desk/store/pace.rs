//! Kept figures: how long dossiers of a procedure take from a step on.

use super::super::rules::pace::{Pace, Way};
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A kept figure.
#[derive(Debug, Clone, FromRow)]
pub struct PaceRow {
    pub procedure_code: String,
    pub step: i64,
    pub half_days: i64,
    pub dossiers: i64,
}

/// All of them.
pub async fn paces(db: &impl Read) -> Result<Vec<PaceRow>> {
    db.rows(
        "SELECT procedure_code, step, half_days, dossiers FROM desk_pace ORDER BY procedure_code, step",
        vec![],
    )
    .await
}

/// Puts new ones in the place of all.
pub async fn rewrite_paces(tx: &Tx, paces: Vec<(Way, Pace)>) -> Result<()> {
    tx.exec("DELETE FROM desk_pace", vec![]).await?;
    let row = |((procedure, step), pace): (Way, Pace)| {
        vec![procedure.into(), step.into(), pace.half_days.into(), pace.dossiers.into()]
    };
    let rows = paces.into_iter().map(row).collect();
    tx.insert_many("INSERT INTO desk_pace (procedure_code, step, half_days, dossiers)", rows).await
}
