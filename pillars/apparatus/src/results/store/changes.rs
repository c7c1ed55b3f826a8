//! Revocations and replacements: proposed by one official, decided by another.

use super::super::rules::change::Kind;
use kernel::Day;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

const COLUMNS: &str = "c.id, c.kind, c.ground, c.decision_number, c.decided_on, c.replaced_by, c.state, \
                       c.proposer_id, c.proposer_name, c.proposed_at, c.decider_name, c.decided_at, c.note";

/// A proposed, approved or declined end of a result.
#[derive(Debug, Clone, FromRow)]
pub struct ChangeRow {
    pub id: i64,
    pub kind: String,
    pub ground: String,
    pub decision_number: String,
    pub decided_on: String,
    pub replaced_by: Option<i64>,
    /// proposed, approved or declined.
    pub state: String,
    pub proposer_id: Option<i64>,
    pub proposer_name: String,
    pub proposed_at: i64,
    pub decider_name: Option<String>,
    pub decided_at: Option<i64>,
    pub note: Option<String>,
}

/// What somebody proposes.
#[derive(Debug, Clone)]
pub struct NewChange {
    pub kind: Kind,
    pub ground: String,
    pub decision_number: String,
    pub decided_on: Day,
    pub replaced_by: Option<i64>,
}

/// Proposes the end of an entry; `None` if one is proposed already.
pub async fn propose(tx: &Tx, entry: i64, new: &NewChange) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO result_change (entry_id, kind, ground, decision_number, decided_on, replaced_by, state, proposer_id, \
             proposer_name, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, 'proposed', $7, $8, $9) ON CONFLICT DO NOTHING",
            vec![
                entry.into(),
                new.kind.code().into(),
                new.ground.clone().into(),
                new.decision_number.clone().into(),
                new.decided_on.to_string().into(),
                new.replaced_by.into(),
                tx.by().account_id.into(),
                tx.by().name.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok(Some(id).filter(|id| *id > 0))
}

/// What of an entry waits for its decision.
pub async fn open_change(db: &impl Read, entry: i64) -> Result<Option<ChangeRow>> {
    let sql = format!("SELECT {COLUMNS} FROM result_change c WHERE c.entry_id = $1 AND c.state = 'proposed'");
    db.row(&sql, vec![entry.into()]).await
}

/// All that was proposed of an entry, the latest first.
pub async fn changes_of(db: &impl Read, entry: i64) -> Result<Vec<ChangeRow>> {
    let sql = format!("SELECT {COLUMNS} FROM result_change c WHERE c.entry_id = $1 ORDER BY c.id DESC");
    db.rows(&sql, vec![entry.into()]).await
}

/// Decides what waits; false if somebody was faster.
pub async fn close_change(tx: &Tx, id: i64, approved: bool, note: &str) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE result_change SET state = $2, decider_id = $3, decider_name = $4, decided_at = $5, note = $6 \
             WHERE id = $1 AND state = 'proposed'",
            vec![
                id.into(),
                if approved { "approved" } else { "declined" }.into(),
                tx.by().account_id.into(),
                tx.by().name.clone().into(),
                tx.at().micros().into(),
                Some(note).filter(|n| !n.is_empty()).into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}
