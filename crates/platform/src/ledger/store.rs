//! All SQL of the ledger's tables.

use crate::error::{Error, Result};
use crate::journal;
use crate::store::{Engine, FromRow, Read, Reader, Tx};
use data_encoding::HEXLOWER;
use kernel::Moment;
use ledger::{Checkpoint, Frontier, Hash, Span, TileAt, Tiles, VerifierKey, Written, tiles_for};
use sea_orm::Value;

const WORK: &str = "ledger";

/// Puts entries just written on the list of those without a place; those that stand there already stay.
pub(crate) async fn await_places(tx: &Tx, entries: &[i64]) -> Result<()> {
    let rows = entries.iter().map(|entry| vec![(*entry).into()]).collect();
    tx.insert_all("INSERT INTO ledger_pending (journal_id)", rows, " ON CONFLICT DO NOTHING").await
}

/// The same for all entries that this transaction wrote after the journal's entry `last`.
pub(crate) async fn await_places_since(tx: &Tx, last: i64) -> Result<()> {
    let sql =
        "INSERT INTO ledger_pending (journal_id) SELECT id FROM journal WHERE id > $1 ON CONFLICT DO NOTHING";
    tx.exec_unmarked(sql, vec![last.into()]).await?;
    Ok(())
}

/// One node seals at a time; SQLite has one writer anyway.
pub(super) async fn take_turns(tx: &Tx) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        tx.each("SELECT pg_advisory_xact_lock(7302)", vec![], &mut |_| Ok(())).await?;
    }
    Ok(())
}

/// How the ledger stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromRow)]
pub struct Status {
    /// Entries with a place.
    pub size: i64,
    /// Entries that wait for one.
    pub pending: i64,
    /// When the oldest of these was made, microseconds UTC.
    pub pending_since: Option<i64>,
    /// Number of checkpoints.
    pub checkpoints: i64,
}

/// How the ledger stands.
pub async fn status(db: &impl Read) -> Result<Status> {
    let sql = "SELECT (SELECT COALESCE(MAX(place) + 1, 0) FROM ledger_leaf) AS size, \
               (SELECT COUNT(*) FROM ledger_pending) AS pending, \
               (SELECT MIN(j.at) FROM ledger_pending p JOIN journal j ON j.id = p.journal_id) AS pending_since, \
               (SELECT COUNT(*) FROM ledger_checkpoint) AS checkpoints";
    Ok(db.row(sql, vec![]).await?.unwrap_or_default())
}

pub(super) async fn size(db: &impl Read) -> Result<u64> {
    let size = db.number("SELECT COALESCE(MAX(place) + 1, 0) FROM ledger_leaf", vec![]).await?;
    u64::try_from(size).map_err(|e| Error::fault(WORK, e))
}

/// Number and hash of entries that wait for a place.
#[derive(Debug, FromRow)]
pub(super) struct Pending {
    pub id: i64,
    pub hash: String,
}

pub(super) async fn pending(db: &impl Read, most: usize) -> Result<Vec<Pending>> {
    let sql = format!(
        "SELECT j.id, j.hash FROM ledger_pending p JOIN journal j ON j.id = p.journal_id ORDER BY p.journal_id LIMIT {most}"
    );
    db.rows(&sql, vec![]).await
}

/// Gives the entries their places from `first` on; they wait no more.
pub(super) async fn place(tx: &Tx, first: u64, entries: &[Pending]) -> Result<()> {
    let first = i64::try_from(first).map_err(|e| Error::fault(WORK, e))?;
    let rows = (first..).zip(entries).map(|(place, e)| vec![place.into(), e.id.into()]).collect();
    tx.insert_many("INSERT INTO ledger_leaf (place, journal_id)", rows).await?;
    // By what has a place now, not by number: a lower number may have been committed since the list was read.
    let sql = "DELETE FROM ledger_pending WHERE journal_id IN (SELECT journal_id FROM ledger_leaf WHERE place >= $1)";
    tx.exec(sql, vec![first.into()]).await?;
    Ok(())
}

#[derive(FromRow)]
struct TileRow {
    level: i64,
    number: i64,
    hashes: String,
}

impl TileRow {
    fn at(&self) -> Result<TileAt> {
        Ok(TileAt {
            level: u32::try_from(self.level).map_err(|e| Error::fault(WORK, e))?,
            number: u64::try_from(self.number).map_err(|e| Error::fault(WORK, e))?,
        })
    }
}

/// Tiles asked for in one statement.
const TILES_AT_ONCE: usize = 8;

/// The tiles asked for that there are.
pub(super) async fn tiles(db: &impl Read, wanted: &[TileAt]) -> Result<Tiles> {
    let rows = tile_rows(db, wanted).await?;
    Ok(Tiles(rows.iter().map(read_tile).collect::<Result<_>>()?))
}

/// The same as they are written: who reads a few hashes of each does not decode thousands.
pub(super) async fn written_tiles(db: &impl Read, wanted: &[TileAt]) -> Result<Written> {
    let rows = tile_rows(db, wanted).await?;
    Ok(Written(rows.into_iter().map(|row| Ok((row.at()?, row.hashes))).collect::<Result<_>>()?))
}

async fn tile_rows(db: &impl Read, wanted: &[TileAt]) -> Result<Vec<TileRow>> {
    let mut rows = Vec::with_capacity(wanted.len());
    for some in wanted.chunks(TILES_AT_ONCE) {
        let mut values: Vec<Value> = Vec::with_capacity(some.len() * 2);
        let mut places = Vec::with_capacity(some.len());
        for at in some {
            let number = i64::try_from(at.number).map_err(|e| Error::fault(WORK, e))?;
            values.extend([Value::from(i64::from(at.level)), number.into()]);
            places.push(format!("(level = ${} AND number = ${})", values.len() - 1, values.len()));
        }
        let sql = format!("SELECT level, number, hashes FROM ledger_tile WHERE {}", places.join(" OR "));
        rows.extend(db.rows::<TileRow>(&sql, values).await?);
    }
    Ok(rows)
}

/// Tiles of leaves, from the `from`-th, at most `most`.
pub(super) async fn leaf_tiles(db: &impl Read, from: u64, most: usize) -> Result<Tiles> {
    let from = i64::try_from(from).map_err(|e| Error::fault(WORK, e))?;
    let sql = format!(
        "SELECT level, number, hashes FROM ledger_tile WHERE level = 0 AND number >= $1 ORDER BY number LIMIT {most}"
    );
    let rows: Vec<TileRow> = db.rows(&sql, vec![from.into()]).await?;
    Ok(Tiles(rows.iter().map(read_tile).collect::<Result<_>>()?))
}

fn read_tile(row: &TileRow) -> Result<(TileAt, Vec<Hash>)> {
    // Not by `hex`, whose letter by letter was a third of a public tracking page: a tile has 16,384 of them.
    let bytes = HEXLOWER.decode(row.hashes.as_bytes()).map_err(|e| Error::fault(WORK, e))?;
    let hashes = bytes.as_chunks::<32>().0.to_vec();
    Ok((row.at()?, hashes))
}

pub(super) async fn write_tiles(tx: &Tx, tiles: &Tiles) -> Result<()> {
    for (at, hashes) in &tiles.0 {
        let number = i64::try_from(at.number).map_err(|e| Error::fault(WORK, e))?;
        let sql = "INSERT INTO ledger_tile (level, number, hashes) VALUES ($1, $2, $3) \
                   ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes";
        tx.exec(sql, vec![i64::from(at.level).into(), number.into(), hex::encode(hashes.concat()).into()])
            .await?;
    }
    Ok(())
}

/// The tree as it stands, ready to grow.
pub(super) async fn frontier(db: &impl Read) -> Result<Frontier> {
    let size = size(db).await?;
    let whole = tiles(db, &tiles_for(&[Span { begin: 0, end: size }])).await?;
    whole.frontier(size).ok_or_else(|| Error::fault(WORK, format!("tiles of {size} entries are missing")))
}

/// Size and root of the tree over all entries that have a place; `None` while there are none.
pub async fn root(db: &impl Read) -> Result<Option<(u64, Hash)>> {
    let frontier = frontier(db).await?;
    Ok((frontier.size() > 0).then(|| (frontier.size(), frontier.root())))
}

/// A checkpoint as it is kept.
#[derive(Debug, Clone, FromRow)]
pub struct CheckpointRow {
    /// Number.
    pub id: i64,
    /// Entries it covers.
    pub size: i64,
    /// When it was signed, microseconds UTC.
    pub at: i64,
    /// The signed note.
    pub note: String,
    /// Whether it changes keys.
    pub rotates: bool,
}

impl CheckpointRow {
    /// When it was signed.
    pub fn moment(&self) -> Moment {
        Moment::from_micros(self.at)
    }
}

const CHECKPOINT: &str = "SELECT id, size, at, note, rotates FROM ledger_checkpoint";

pub(super) async fn add_checkpoint(tx: &Tx, checkpoint: &Checkpoint, note: &str) -> Result<()> {
    let size = i64::try_from(checkpoint.size).map_err(|e| Error::fault(WORK, e))?;
    let sql = "INSERT INTO ledger_checkpoint (size, at, note, rotates) VALUES ($1, $2, $3, $4)";
    let rotates = checkpoint.next_key.is_some();
    tx.exec(sql, vec![size.into(), checkpoint.at.into(), note.into(), rotates.into()]).await?;
    Ok(())
}

/// The newest checkpoint.
pub async fn latest(db: &impl Read) -> Result<Option<CheckpointRow>> {
    db.row(&format!("{CHECKPOINT} ORDER BY id DESC LIMIT 1"), vec![]).await
}

pub(super) async fn rotations(db: &impl Read) -> Result<Vec<String>> {
    let rows: Vec<CheckpointRow> =
        db.rows(&format!("{CHECKPOINT} WHERE rotates ORDER BY id"), vec![]).await?;
    Ok(rows.into_iter().map(|r| r.note).collect())
}

/// All keys of this ledger, oldest first; the last is in force.
pub async fn keys(db: &impl Read) -> Result<Vec<VerifierKey>> {
    #[derive(FromRow)]
    struct Row {
        verifier: String,
    }
    let rows: Vec<Row> = db.rows("SELECT verifier FROM ledger_key ORDER BY id", vec![]).await?;
    rows.into_iter().map(|r| r.verifier.parse().map_err(|e| Error::fault(WORK, e))).collect()
}

pub(super) async fn add_key(tx: &Tx, key: &VerifierKey) -> Result<()> {
    let sql = "INSERT INTO ledger_key (verifier, since_at) VALUES ($1, $2)";
    tx.exec(sql, vec![key.to_string().into(), tx.at().micros().into()]).await?;
    Ok(())
}

/// How an entry stands in the ledger, with what is needed to prove it.
#[derive(Debug, FromRow)]
pub(super) struct Standing {
    /// Its number in the journal.
    pub id: i64,
    /// Its hash, hexadecimal.
    pub hash: String,
    /// Its place.
    pub place: i64,
    /// Entries that the newest checkpoint covers.
    pub size: i64,
    /// That checkpoint's signed note.
    pub note: String,
    /// The ledger's first key.
    pub verifier: String,
    /// How many checkpoints change keys.
    pub rotations: i64,
}

/// How a record's first entry with this action stands: one statement, as it is asked on every public page of a dossier.
pub(super) async fn standing_of(
    db: &impl Read,
    (record, id): (&str, i64),
    action: &str,
) -> Result<Option<Standing>> {
    let sql = "SELECT j.id, j.hash, l.place, c.size, c.note, k.verifier, \
               (SELECT COUNT(*) FROM ledger_checkpoint r WHERE r.rotates) AS rotations \
               FROM (SELECT id, hash FROM journal WHERE record = $1 AND record_id = $2 AND action = $3 ORDER BY id LIMIT 1) j \
               JOIN ledger_leaf l ON l.journal_id = j.id \
               JOIN ledger_checkpoint c ON c.id = (SELECT MAX(n.id) FROM ledger_checkpoint n) \
               JOIN ledger_key k ON k.id = (SELECT MIN(f.id) FROM ledger_key f)";
    db.row(sql, vec![record.into(), id.into(), action.into()]).await
}

/// A place with its entry; without one when the journal has lost it.
pub(super) struct Placed {
    pub place: i64,
    pub entry: Option<ledger::Entry>,
}

/// The place of a row, and the number of its entry.
#[derive(FromRow)]
struct Stands {
    place: i64,
    id: Option<i64>,
}

/// Entries from a place on, before `end`.
pub(super) async fn placed(db: &impl Read, from: u64, end: u64) -> Result<Vec<Placed>> {
    let (from, end) = (i64::try_from(from).unwrap_or(i64::MAX), i64::try_from(end).unwrap_or(i64::MAX));
    let sql = "SELECT l.place, j.id, j.at, j.actor_kind, j.actor_id, j.actor_name, j.unit_id, j.slice, j.record, \
               j.record_id, j.action, j.before, j.after, j.reason, j.previous_hash, j.hash \
               FROM ledger_leaf l LEFT JOIN journal j ON j.id = l.journal_id \
               WHERE l.place >= $1 AND l.place < $2 ORDER BY l.place";
    let mut stands = Reader::<Stands>::default();
    let mut entries = Reader::<journal::Entry>::default();
    let mut placed = Vec::new();
    db.each(sql, vec![from.into(), end.into()], &mut |row| {
        let Stands { place, id } = stands.read(row)?;
        let entry = id.map(|_| entries.read(row)).transpose()?;
        placed.push(Placed { place, entry: entry.map(|entry| entry.0) });
        Ok(())
    })
    .await?;
    Ok(placed)
}

/// Journal entries that neither have a place nor wait for one, at most ten.
pub(super) async fn strangers(db: &impl Read) -> Result<Vec<i64>> {
    #[derive(FromRow)]
    struct Row {
        id: i64,
    }
    let sql = "SELECT j.id FROM journal j LEFT JOIN ledger_leaf l ON l.journal_id = j.id \
               LEFT JOIN ledger_pending p ON p.journal_id = j.id \
               WHERE l.place IS NULL AND p.journal_id IS NULL ORDER BY j.id LIMIT 10";
    let rows: Vec<Row> = db.rows(sql, vec![]).await?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

/// Numbers of entries that wait for a place and are not in the journal any more, at most ten.
pub(super) async fn vanished(db: &impl Read) -> Result<Vec<i64>> {
    #[derive(FromRow)]
    struct Row {
        id: i64,
    }
    let sql = "SELECT p.journal_id AS id FROM ledger_pending p LEFT JOIN journal j ON j.id = p.journal_id \
               WHERE j.id IS NULL ORDER BY p.journal_id LIMIT 10";
    let rows: Vec<Row> = db.rows(sql, vec![]).await?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

/// First place and one after the last of the entries made from `from` up to but not including `to`.
pub(super) async fn range(db: &impl Read, from: Moment, to: Moment) -> Result<Option<(u64, u64)>> {
    #[derive(FromRow)]
    struct Row {
        first: Option<i64>,
        last: Option<i64>,
    }
    let sql = "SELECT MIN(l.place) AS first, MAX(l.place) AS last FROM ledger_leaf l JOIN journal j ON j.id = l.journal_id \
               WHERE j.at >= $1 AND j.at < $2";
    let row: Option<Row> = db.row(sql, vec![from.micros().into(), to.micros().into()]).await?;
    Ok(row.and_then(|r| {
        let (first, last) = r.first.zip(r.last)?;
        Some((u64::try_from(first).ok()?, u64::try_from(last).ok()? + 1))
    }))
}
