//! What was said of the posting of procedures at an agency's seat, from a day on; what holds on a day was said last before it.

use kernel::Day;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// What was said.
#[derive(Debug, Clone, FromRow)]
pub struct Posting {
    pub agency_id: i64,
    pub from_on: String,
    pub posted: bool,
    pub note: String,
    pub said_by: String,
}

const COLUMNS: &str = "agency_id, from_on, posted, note, said_by";

/// Says it from a day on; said of the same day again, it replaces what was said.
pub async fn say_posted(tx: &Tx, agency: i64, from: Day, (posted, note): (bool, &str)) -> Result<()> {
    tx.exec(
        "INSERT INTO settlement_posting (agency_id, from_on, posted, note, said_by, said_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (agency_id, from_on) DO UPDATE SET posted = excluded.posted, note = excluded.note, \
         said_by = excluded.said_by, said_at = excluded.said_at",
        vec![
            agency.into(),
            from.to_string().into(),
            posted.into(),
            note.into(),
            tx.by().name.clone().into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}

/// All that was said until a day, the last word of each agency last.
pub async fn postings_until(db: &impl Read, day: Day) -> Result<Vec<Posting>> {
    let sql =
        format!("SELECT {COLUMNS} FROM settlement_posting WHERE from_on <= $1 ORDER BY agency_id, from_on");
    db.rows(&sql, vec![day.to_string().into()]).await
}

/// All that was said of an agency, the newest first.
pub async fn postings_of(db: &impl Read, agency: i64) -> Result<Vec<Posting>> {
    let sql = format!("SELECT {COLUMNS} FROM settlement_posting WHERE agency_id = $1 ORDER BY from_on DESC");
    db.rows(&sql, vec![agency.into()]).await
}
