//! The bundle that is checked on another machine, and the stretch that it shares with the check of the database.

use super::stamp_store::{self, SealedRow, Stamps};
use super::store;
use crate::error::{Error, Result};
use crate::store::Read;
use kernel::Moment;
use ledger::{BUNDLE_FORMAT, Bundle, Hash, Header, Line, Span, TileAt, Tiles, tiles_for};
use std::io::Write;

const WORK: &str = "ledger export";
/// Entries read at once: one tile of leaves.
const STEP: u64 = 256;

/// Places of the entries made from `from` up to but not including `to`; `None` when the ledger holds none of them.
pub async fn range_between(db: &impl Read, from: Moment, to: Moment) -> Result<Option<(u64, u64)>> {
    store::range(db, from, to).await
}

/// A stretch of the ledger, about to be written or checked.
pub(super) struct Stretch {
    /// What comes first; its `end` is the true one, since what no checkpoint covers yet stays out.
    pub header: Header,
    /// Number of the checkpoint that covers it, which stands in the header.
    covering: i64,
    stamps: Stamps,
}

/// The stretch between two places; `None` while nothing is signed.
pub(super) async fn stretch(db: &impl Read, begin: u64, end: u64, stamps: Stamps) -> Result<Option<Stretch>> {
    let Some(key) = store::keys(db).await?.into_iter().next() else { return Ok(None) };
    let Some(latest) = store::latest(db).await? else { return Ok(None) };
    let end = end.min(u64::try_from(latest.size).map_err(|e| Error::fault(WORK, e))?);
    let begin = begin.min(end);
    let Some(last) = stamp_store::covering(db, stamps, end).await? else { return Ok(None) };
    let first = stamp_store::before(db, stamps, begin).await?.filter(|first| first.id != last.id);
    let (covering, covered) = (last.id, u64::try_from(last.size).map_err(|e| Error::fault(WORK, e))?);
    let spans = [Span { begin: 0, end: begin }, Span { begin: end, end: covered }];
    let tiles = store::tiles(db, &tiles_for(&spans)).await?;
    let [before, after] = spans;
    let (checkpoints, tokens) = first.into_iter().chain([last]).map(|row| (row.note, row.token)).unzip();
    let header = Header {
        format: BUNDLE_FORMAT.to_owned(),
        key: key.to_string(),
        rotations: store::rotations(db).await?,
        begin,
        end,
        before: parts(&tiles, before)?,
        after: parts(&tiles, after)?,
        checkpoints,
        stamps: tokens,
    };
    Ok(Some(Stretch { header, covering, stamps }))
}

fn parts(tiles: &Tiles, span: Span) -> Result<Vec<String>> {
    let parts =
        tiles.parts(span).ok_or_else(|| Error::fault(WORK, format!("tiles of {span:?} are missing")))?;
    Ok(parts.iter().map(hex::encode).collect())
}

/// One step of a stretch from `from` on: where it ends, its entries with the leaves that the ledger holds, and each
/// checkpoint where the ledger had its size.
pub(super) async fn step(db: &impl Read, stretch: &Stretch, from: u64) -> Result<(u64, Vec<Line>)> {
    let next = ((from / STEP + 1) * STEP).min(stretch.header.end);
    let tiles = store::leaf_tiles(db, from / STEP, 1).await?;
    let leaves = tiles.0.get(&TileAt { level: 0, number: from / STEP });
    let leaf = |place: u64| -> Hash {
        let at = usize::try_from(place % STEP).unwrap_or(usize::MAX);
        leaves.and_then(|l| l.get(at)).copied().unwrap_or_default()
    };
    let sealed = stamp_store::between(db, stretch.stamps, from, next, stretch.covering).await?;
    let mut sealed = sealed.into_iter().peekable();
    let mut lines = Vec::new();
    for row in store::placed(db, from, next).await? {
        while let Some(checkpoint) = sealed.next_if(|checkpoint| checkpoint.size <= row.place) {
            lines.push(checkpoint.line());
        }
        let place = u64::try_from(row.place).map_err(|e| Error::fault(WORK, e))?;
        lines.push(Line::Entry(Box::new(Bundle::line(place, &leaf(place), row.entry))));
    }
    lines.extend(sealed.map(SealedRow::line));
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
    let Some(stretch) = stretch(db, begin, end, Stamps::Read).await? else { return Ok(None) };
    let failed = |e: std::io::Error| Error::fault(WORK, e);
    writeln!(out, "{}", serde_json::to_string(&stretch.header)?).map_err(failed)?;
    let mut at = stretch.header.begin;
    let mut written = 0;
    while at < stretch.header.end {
        let (next, lines) = step(db, &stretch, at).await?;
        for line in &lines {
            writeln!(out, "{}", serde_json::to_string(line)?).map_err(failed)?;
            written += u64::from(matches!(line, Line::Entry(_)));
        }
        at = next;
        told(written);
    }
    out.flush().map_err(failed)?;
    Ok(Some(written))
}
