//! The bundle that is checked on another machine, and the header that it shares with the check of the database.

use super::store;
use crate::error::{Error, Result};
use crate::store::Read;
use kernel::Moment;
use ledger::{BUNDLE_FORMAT, Bundle, Hash, Header, Span, TileAt, Tiles, tiles_for};
use std::io::Write;

const WORK: &str = "ledger export";
/// Entries read at once: one tile of leaves.
const STEP: u64 = 256;
/// Checkpoints that a header carries.
const MOST_CHECKPOINTS: usize = 1_000;

/// Places of the entries made from `from` up to but not including `to`; `None` when the ledger holds none of them.
pub async fn range_between(db: &impl Read, from: Moment, to: Moment) -> Result<Option<(u64, u64)>> {
    store::range(db, from, to).await
}

/// The header of the stretch, and the end it truly has: what no checkpoint covers yet stays out.
pub(super) async fn header(db: &impl Read, begin: u64, end: u64) -> Result<Option<Header>> {
    let Some(key) = store::keys(db).await?.into_iter().next() else { return Ok(None) };
    let Some(latest) = store::latest(db).await? else { return Ok(None) };
    let end = end.min(u64::try_from(latest.size).map_err(|e| Error::fault(WORK, e))?);
    let begin = begin.min(end);
    let checkpoints = store::checkpoints(db, begin, end).await?;
    let covered = checkpoints.last().map_or(0, |c| c.size);
    let covered = u64::try_from(covered).map_err(|e| Error::fault(WORK, e))?;
    let spans = [Span { begin: 0, end: begin }, Span { begin: end, end: covered }];
    let tiles = store::tiles(db, &tiles_for(&spans)).await?;
    let [before, after] = spans;
    Ok(Some(Header {
        format: BUNDLE_FORMAT.to_owned(),
        key: key.to_string(),
        rotations: store::rotations(db).await?,
        begin,
        end,
        before: parts(&tiles, before)?,
        after: parts(&tiles, after)?,
        checkpoints: thinned(checkpoints.into_iter().map(|c| c.note).collect()),
    }))
}

/// A header stays small: of very many checkpoints evenly some, always the first and the last.
fn thinned(notes: Vec<String>) -> Vec<String> {
    let (count, every) = (notes.len(), notes.len() / MOST_CHECKPOINTS + 1);
    let kept = |n: &usize| n.is_multiple_of(every) || n + 1 == count;
    notes.into_iter().enumerate().filter(|(n, _)| kept(n)).map(|(_, note)| note).collect()
}

fn parts(tiles: &Tiles, span: Span) -> Result<Vec<String>> {
    let parts =
        tiles.parts(span).ok_or_else(|| Error::fault(WORK, format!("tiles of {span:?} are missing")))?;
    Ok(parts.iter().map(hex::encode).collect())
}

/// The entries of a stretch with the leaves that the ledger holds, one step from `from` on, before `end`.
pub(super) async fn step(db: &impl Read, from: u64, end: u64) -> Result<(u64, Vec<Bundle>)> {
    let next = ((from / STEP + 1) * STEP).min(end);
    let tiles = store::leaf_tiles(db, from / STEP, 1).await?;
    let leaves = tiles.0.get(&TileAt { level: 0, number: from / STEP });
    let leaf = |place: u64| -> Hash {
        let at = usize::try_from(place % STEP).unwrap_or(usize::MAX);
        leaves.and_then(|l| l.get(at)).copied().unwrap_or_default()
    };
    let mut lines = Vec::new();
    for row in store::placed(db, from, next).await? {
        let place = u64::try_from(row.place).map_err(|e| Error::fault(WORK, e))?;
        lines.push(Bundle::line(place, &leaf(place), row.entry()));
    }
    Ok((next, lines))
}

/// Writes the bundle of a stretch; how many entries it holds, `None` when nothing is signed yet.
/// `told` hears how many were written so far.
pub async fn export(
    db: &impl Read,
    begin: u64,
    end: u64,
    out: &mut impl Write,
    mut told: impl FnMut(u64),
) -> Result<Option<u64>> {
    let Some(header) = header(db, begin, end).await? else { return Ok(None) };
    let failed = |e: std::io::Error| Error::fault(WORK, e);
    writeln!(out, "{}", serde_json::to_string(&header)?).map_err(failed)?;
    let mut at = header.begin;
    let mut written = 0;
    while at < header.end {
        let (next, lines) = step(db, at, header.end).await?;
        for line in &lines {
            writeln!(out, "{}", serde_json::to_string(line)?).map_err(failed)?;
            written += 1;
        }
        at = next;
        told(written);
    }
    out.flush().map_err(failed)?;
    Ok(Some(written))
}
