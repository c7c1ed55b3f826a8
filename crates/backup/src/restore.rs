//! A backup becomes a city again, in an empty place and as a whole, or not at all.

use crate::archive;
use crate::contents::{self, Contents, Part};
use crate::manifest::{Head, Manifest, differences};
use crate::target::{Shared, Target};
use crate::{Error, Lock, Place, Result, Told, rows, sums};
use platform::store::{Datum, Shape};
use platform::{Clock, Slice};
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

/// Rows put into the database by one statement.
const ROWS_AT_ONCE: usize = 500;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the backup came from.
    pub head: Head,
    /// What it holds, which is what stands there now.
    pub manifest: Manifest,
    /// What is wrong with the ledger, when it was restored despite it.
    pub findings: Option<String>,
}

/// Restores a backup into an empty place, of either engine.
///
/// Everything that was written is read again and compared with the manifest, and the ledger is checked against the
/// journal; only then does the place become a city. Whatever goes wrong before, it is left as empty as it was.
pub async fn restore(
    from: &Path,
    lock: Option<&Lock>,
    place: &Place,
    slices: &[&'static Slice],
    clock: Clock,
    despite_findings: bool,
    told: Told<'_>,
) -> Result<Restored> {
    let taken = Taking { place, slices, clock: &clock, despite_findings, shared: Shared::default() };
    let (target, restored) = taken.up(from, lock, told).await?;
    target.finish().await?;
    Ok(restored)
}

/// How a backup is taken up.
struct Taking<'a> {
    place: &'a Place,
    slices: &'a [&'static Slice],
    clock: &'a Clock,
    despite_findings: bool,
    shared: Shared,
}

impl Taking<'_> {
    /// The place with all that the backup holds in it, checked and not yet a city; left empty when anything is wrong.
    async fn up(&self, from: &Path, lock: Option<&Lock>, told: Told<'_>) -> Result<(Target, Restored)> {
        // Before the place is touched: a wrong key or another file is told at once.
        let mut archive = archive::open(from, lock)?;
        let mut entries = archive.entries().map_err(archive::damaged)?;
        let head = contents::head(&mut entries)?;
        let mut target = Target::open(self.place, self.clock.clone(), self.shared).await?;
        let filled = fill(&mut target, &head, &mut entries, self.slices, self.clock, told).await;
        let restored = match filled {
            Ok(manifest) => checked(&target, head, manifest, self.slices, self.despite_findings, told).await,
            Err(error) => Err(error),
        };
        match restored.and_then(|restored| contents::to_the_end(archive).map(|()| restored)) {
            Ok(restored) => Ok((target, restored)),
            Err(error) => {
                target.abandon().await;
                Err(error)
            }
        }
    }
}

/// Takes a backup up in a folder that is thrown away again, as SQLite and without its stored files, which are looked at
/// as they pass: whether it could be restored, and whether its ledger holds.
pub async fn rehearse(
    from: &Path,
    lock: Option<&Lock>,
    scratch: &Path,
    slices: &[&'static Slice],
    clock: Clock,
    told: Told<'_>,
) -> Result<Restored> {
    let folder = tempfile::Builder::new()
        .prefix(".motcua-verify-")
        .tempdir_in(scratch)
        .map_err(crate::io(format!("writing into {}", scratch.display())))?;
    let place = Place::new(folder.path().join("city"), None);
    let shared = Shared { data: false, files: true };
    let taken = Taking { place: &place, slices, clock: &clock, despite_findings: true, shared };
    let (target, restored) = taken.up(from, lock, told).await?;
    target.abandon().await;
    Ok(restored)
}

async fn fill<R: Read>(
    target: &mut Target,
    head: &Head,
    entries: &mut tar::Entries<'_, R>,
    slices: &[&'static Slice],
    clock: &Clock,
    told: Told<'_>,
) -> Result<Manifest> {
    target.whole.build(slices, &head.steps, clock.now()).await?;
    if target.whole.shapes(slices).await? != head.tables {
        return Err(Error::Foreign("its tables are not those of the schema that it names".to_owned()));
    }
    let mut contents = Contents::after(head);
    let mut rows_done = 0;
    let manifest = loop {
        match contents.next(entries)? {
            Part::Manifest(manifest) => break manifest,
            Part::Key(name, content) => target.key(&name, &content)?,
            Part::File(hash, content) => {
                target.file(&hash, content).await?;
                told(archive::FILES, contents.files(), 0);
            }
            Part::Rows(shape, entry) => {
                rows_done += put(target, shape, *entry).await?;
                told(&shape.table, rows_done, 0);
            }
        }
    };
    target.whole.complete(slices).await.map_err(|e| not_taken("the references", e))?;
    contents.fit(&manifest)?;
    Ok(manifest)
}

async fn put<R: Read>(target: &Target, shape: &Shape, entry: tar::Entry<'_, R>) -> Result<u64> {
    let mut reader = BufReader::new(entry);
    let (mut line, mut waiting, mut count) = (Vec::new(), Vec::<Vec<Datum>>::new(), 0);
    loop {
        line.clear();
        let more = reader.read_until(b'\n', &mut line).map_err(archive::damaged)? > 0;
        if more {
            let row = rows::row(&line, shape);
            waiting
                .push(row.ok_or_else(|| Error::Damaged(format!("a row of {} cannot be read", shape.table)))?);
            count += 1;
        }
        if waiting.len() >= ROWS_AT_ONCE || !more {
            target.whole.put(shape, &waiting).await.map_err(|e| not_taken(&shape.table, e))?;
            waiting.clear();
        }
        if !more {
            return Ok(count);
        }
    }
}

/// Rows that the database does not take are damaged rows, unless it or its disk is not there.
fn not_taken(what: &str, error: platform::Error) -> Error {
    match error {
        platform::Error::Fault(fault) if !fault.unavailable => {
            Error::Damaged(format!("{what} cannot be taken up: {fault}"))
        }
        other => Error::Platform(other),
    }
}

async fn checked(
    target: &Target,
    head: Head,
    manifest: Manifest,
    slices: &[&'static Slice],
    despite_findings: bool,
    told: Told<'_>,
) -> Result<Restored> {
    let shapes = target.whole.shapes(slices).await?;
    let found = sums::tables(&target.whole, &shapes, told).await?;
    let ledger = sums::ledger(&target.whole, &shapes).await?;
    let different = differences(&manifest.tables, manifest.ledger.as_ref(), &found, ledger.as_ref());
    if !different.is_empty() {
        return Err(Error::Unequal(different));
    }
    let findings = sums::audit(&target.whole, &shapes, told).await?;
    match findings {
        Some(words) if !despite_findings => Err(Error::Ledger(words)),
        findings => Ok(Restored { head, manifest, findings }),
    }
}
