//! Desks of an office, and who works at them.

use super::ticket::{COLUMNS, Ticket};
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A desk.
#[derive(Debug, Clone, FromRow)]
pub struct Desk {
    pub id: i64,
    pub office_id: i64,
    pub label: String,
    pub letters: String,
    pub active: bool,
    pub clerk_name: String,
    pub used_at: Option<i64>,
    pub places: i64,
}

impl Desk {
    /// Whether the desk serves a service, by its letter; without letters it serves all.
    pub fn serves(&self, letter: &str) -> bool {
        self.letters.is_empty() || self.letters.split(' ').any(|own| own == letter)
    }
}

const DESK: &str = "id, office_id, label, letters, active, clerk_name, used_at, places";

/// The desks of an office, by label, also those no longer used.
pub async fn desks(db: &impl Read, office: i64) -> Result<Vec<Desk>> {
    db.rows(
        &format!("SELECT {DESK} FROM counter_desk WHERE office_id = $1 ORDER BY LENGTH(label), label"),
        vec![office.into()],
    )
    .await
}

/// A desk by id.
pub async fn desk(db: &impl Read, id: i64) -> Result<Desk> {
    let found = db.row(&format!("SELECT {DESK} FROM counter_desk WHERE id = $1"), vec![id.into()]).await?;
    found.ok_or(Error::NotFound)
}

/// Adds a desk, or changes the one of its label.
pub async fn save_desk(
    tx: &Tx,
    office: i64,
    label: &str,
    (letters, places): (&str, i64),
    active: bool,
) -> Result<()> {
    tx.exec(
        "INSERT INTO counter_desk (office_id, label, letters, active, clerk_name, places) VALUES ($1, $2, $3, $4, '', $5) \
         ON CONFLICT (office_id, label) DO UPDATE SET letters = excluded.letters, active = excluded.active, \
         places = excluded.places",
        vec![office.into(), label.into(), letters.into(), active.into(), places.into()],
    )
    .await?;
    Ok(())
}

/// Writes who works at the desk now. Also makes two acts of one desk take turns: the row is held until the commit.
pub async fn use_desk(tx: &Tx, id: i64) -> Result<()> {
    tx.exec(
        "UPDATE counter_desk SET clerk_id = $2, clerk_name = $3, used_at = $4 WHERE id = $1",
        vec![id.into(), tx.by().account_id.into(), tx.by().name.clone().into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}

/// The ticket that a desk has called.
pub async fn current(db: &impl Read, desk: i64) -> Result<Option<Ticket>> {
    db.row(
        &format!("SELECT {COLUMNS} FROM counter_ticket t WHERE t.desk_id = $1 AND t.state = 'called' AND t.ended_at IS NULL"),
        vec![desk.into()],
    )
    .await
}
