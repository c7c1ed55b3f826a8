//! The job that gives entries their places and signs the new root.

use super::key::{Key, origin};
use super::store;
use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::Job;
use ledger::{Checkpoint, Entry, Span, edge_of, tiles_for};

/// Entries that get their place in one transaction: short enough that a clerk's save never waits for it noticeably.
const BATCH: usize = 2_000;

/// Every minute, as the programme's promise is: signed within a minute of the entry.
pub const SEAL: Job = Job {
    name: "ground.seal",
    schedule: Some("* * * * *"),
    run: |app, _| Box::pin(async move { seal(&app).await.map(|_| ()) }),
};

/// What a sealing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Entries that got a place.
    pub added: u64,
    /// Entries in the ledger now.
    pub size: u64,
}

/// Gives every waiting entry its place and signs a checkpoint when there were any.
pub async fn seal(app: &App) -> Result<Sealed> {
    seal_telling(app, |done, of| crate::jobs::progress("ledger", done, of)).await
}

/// The same; `told` hears how many have got theirs, and of how many.
pub async fn seal_telling(app: &App, mut told: impl FnMut(u64, u64)) -> Result<Sealed> {
    let mut sealed = Sealed::default();
    let waiting = u64::try_from(store::status(&app.store).await?.pending).unwrap_or(0);
    loop {
        let (added, size, done) = batch(app).await?;
        sealed.added += added;
        sealed.size = size;
        told(sealed.added, waiting.max(sealed.added));
        if done {
            return Ok(sealed);
        }
    }
}

async fn batch(app: &App) -> Result<(u64, u64, bool)> {
    let tx = app.store.housekeeping().await?;
    store::take_turns(&tx).await?;
    let pending = store::pending(&tx, BATCH).await?;
    let size = store::size(&tx).await?;
    let last = store::latest(&tx).await?;
    let signed = last.is_some_and(|c| u64::try_from(c.size).is_ok_and(|s| s == size));
    if pending.is_empty() && (signed || size == 0) {
        return Ok((0, size, true));
    }
    let mut wanted = tiles_for(&[Span { begin: 0, end: size }]);
    wanted.extend(edge_of(size));
    let mut tiles = store::tiles(&tx, &wanted).await?;
    let mut frontier = tiles
        .frontier(size)
        .ok_or_else(|| Error::fault("ledger", format!("tiles of {size} entries are missing")))?;
    let before = tiles.clone();
    pending.iter().for_each(|entry| tiles.push(&mut frontier, Entry::leaf_of(entry.id, &entry.hash)));
    tiles.0.retain(|at, hashes| before.0.get(at) != Some(hashes));
    store::place(&tx, size, &pending).await?;
    store::write_tiles(&tx, &tiles).await?;
    let done = pending.len() < BATCH;
    if done {
        let key = Key::in_force(app, &tx).await?;
        let checkpoint = Checkpoint {
            origin: origin(&app.settings),
            size: frontier.size(),
            root: frontier.root(),
            at: tx.at().micros(),
            next_key: None,
        };
        store::add_checkpoint(&tx, &checkpoint, &key.signer.sign(&checkpoint)).await?;
    }
    tx.commit().await?;
    Ok((pending.len() as u64, frontier.size(), done))
}
