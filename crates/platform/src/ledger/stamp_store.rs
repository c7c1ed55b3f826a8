//! SQL of the time-stamps, and of checkpoints together with theirs.

use crate::error::{Error, Result};
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::Moment;
use ledger::{Line, Signed};

const WORK: &str = "ledger";

/// Whether time-stamps are looked at: a database of before them, as it comes back from a backup, has no table of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamps {
    Read,
    Left,
}

impl Stamps {
    fn sealed(self) -> &'static str {
        match self {
            Stamps::Read => {
                "SELECT c.id, c.size, c.note, s.token FROM ledger_checkpoint c \
                 LEFT JOIN ledger_stamp s ON s.checkpoint_id = c.id"
            }
            Stamps::Left => {
                "SELECT c.id, c.size, c.note, CAST(NULL AS TEXT) AS token FROM ledger_checkpoint c"
            }
        }
    }
}

/// A checkpoint with its time-stamp, as a bundle carries it.
#[derive(Debug, FromRow)]
pub(super) struct SealedRow {
    pub id: i64,
    pub size: i64,
    pub note: String,
    pub token: Option<String>,
}

impl SealedRow {
    pub(super) fn line(self) -> Line {
        Line::Signed(Signed { checkpoint: self.note, stamp: self.token })
    }
}

fn number(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// The last checkpoint over at most `size` entries.
pub(super) async fn before(db: &impl Read, stamps: Stamps, size: u64) -> Result<Option<SealedRow>> {
    let sealed = stamps.sealed();
    let sql = format!("{sealed} WHERE c.size <= $1 ORDER BY c.size DESC, c.id DESC LIMIT 1");
    db.row(&sql, vec![number(size).into()]).await
}

/// The checkpoint that proves most about entries before `size`: the first over all of them that is time-stamped, or
/// while there is none the first over all of them.
pub(super) async fn covering(db: &impl Read, stamps: Stamps, size: u64) -> Result<Option<SealedRow>> {
    let sealed = stamps.sealed();
    if stamps == Stamps::Read {
        let sql =
            format!("{sealed} WHERE c.size >= $1 AND s.token IS NOT NULL ORDER BY c.size, c.id LIMIT 1");
        if let Some(row) = db.row(&sql, vec![number(size).into()]).await? {
            return Ok(Some(row));
        }
    }
    let any = format!("{sealed} WHERE c.size >= $1 ORDER BY c.size, c.id LIMIT 1");
    db.row(&any, vec![number(size).into()]).await
}

/// Checkpoints over more than `from` and at most `to` entries, by size, without the one of this number.
pub(super) async fn between(
    db: &impl Read,
    stamps: Stamps,
    from: u64,
    to: u64,
    but: i64,
) -> Result<Vec<SealedRow>> {
    let sealed = stamps.sealed();
    let sql = format!("{sealed} WHERE c.size > $1 AND c.size <= $2 AND c.id <> $3 ORDER BY c.size, c.id");
    db.rows(&sql, vec![number(from).into(), number(to).into(), but.into()]).await
}

pub(super) async fn is_stamped(db: &impl Read, checkpoint: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM ledger_stamp WHERE checkpoint_id = $1";
    Ok(db.number(sql, vec![checkpoint.into()]).await? > 0)
}

/// Keeps a stamp; of two nodes that asked at once the first one's.
pub(super) async fn add(tx: &Tx, checkpoint: i64, said_at: i64, token: &str) -> Result<()> {
    let sql = "INSERT INTO ledger_stamp (checkpoint_id, said_at, token) VALUES ($1, $2, $3) \
               ON CONFLICT (checkpoint_id) DO NOTHING";
    tx.exec(sql, vec![checkpoint.into(), said_at.into(), token.into()]).await?;
    Ok(())
}

/// The newest time-stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastStamp {
    /// Entries under the stamped checkpoint.
    pub size: i64,
    /// When the authority saw it.
    pub at: Moment,
    /// The authority, as the signer's certificate names it.
    pub authority: String,
}

/// The newest time-stamp; it was checked when it was taken.
pub async fn last_stamp(db: &impl Read) -> Result<Option<LastStamp>> {
    #[derive(FromRow)]
    struct Row {
        size: i64,
        said_at: i64,
        token: String,
    }
    let sql = "SELECT c.size, s.said_at, s.token FROM ledger_stamp s \
               JOIN ledger_checkpoint c ON c.id = s.checkpoint_id ORDER BY s.checkpoint_id DESC LIMIT 1";
    let row: Option<Row> = db.row(sql, vec![]).await?;
    let Some(row) = row else { return Ok(None) };
    let stamp = ledger::stamp::read_text(&row.token).map_err(|e| Error::fault(WORK, e))?;
    Ok(Some(LastStamp { size: row.size, at: Moment::from_micros(row.said_at), authority: stamp.authority }))
}
