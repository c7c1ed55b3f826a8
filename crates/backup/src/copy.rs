//! A city moves from engine to engine, and both sides are proved equal.

use crate::files::Names;
use crate::manifest::{LedgerSum, TableSum, differences};
use crate::sums::{self, STEP, Summing};
use crate::target::{Shared, Target};
use crate::{Error, Keys, Place, Result, Told, rows};
use futures::TryStreamExt as _;
use platform::files::Files;
use platform::settings::Settings;
use platform::store::{Datum, Shape, Whole};
use platform::{Clock, Slice};
use std::collections::BTreeMap;

/// Rows put into the database by one statement.
const ROWS_AT_ONCE: usize = 500;

/// What was copied: the sums are those of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Tables by name.
    pub tables: BTreeMap<String, TableSum>,
    /// The ledger.
    pub ledger: Option<LedgerSum>,
    /// Stored files that were checked, and copied where the folders differ.
    pub files: u64,
    /// Hashes of those that are missing or damaged in the source.
    pub lost: Vec<String>,
    /// Whether both sides keep their files in the same place.
    pub shared_files: bool,
}

/// Copies a city into an empty place. The source may go on working, but what it writes after the beginning stays behind.
///
/// The same data folder on both sides means that keys stay where they are, the same place of files that files do.
pub async fn copy(
    from: &Place,
    to: &Place,
    slices: &[&'static Slice],
    clock: Clock,
    told: Told<'_>,
) -> Result<Copied> {
    let store = from.open(clock.clone()).await?;
    let source = store.snapshot().await?;
    let shared = Shared { data: from.data == to.data, files: from.files == to.files };
    let mut target = Target::open(to, clock.clone(), shared).await?;
    let copied = carry(&source, from, &mut target, slices, &clock, shared, told).await;
    let ended = source.close().await;
    let closed = store.close().await;
    match copied {
        Ok(copied) => {
            target.finish().await?;
            ended?;
            closed?;
            Ok(copied)
        }
        Err(error) => {
            target.abandon().await;
            Err(error)
        }
    }
}

async fn carry(
    source: &Whole,
    from: &Place,
    target: &mut Target,
    slices: &[&'static Slice],
    clock: &Clock,
    shared: Shared,
    told: Told<'_>,
) -> Result<Copied> {
    let shapes = source.shapes(slices).await?;
    target.whole.build(slices, &source.steps().await?, clock.now()).await?;
    if target.whole.shapes(slices).await? != shapes {
        return Err(Error::Unequal(vec!["the tables of the source are not those of its schema".to_owned()]));
    }
    let mut tables = BTreeMap::new();
    for shape in &shapes {
        tables.insert(shape.table.clone(), table(source, shape, target, told).await?);
    }
    target.whole.complete(slices).await?;
    let (files, lost) = files(source, from, target, told).await?;
    if !shared.data {
        let settings = Settings { data: from.data.clone(), ..Settings::default() };
        for (name, content) in &Keys::of(&settings)?.files {
            target.key(name, content)?;
        }
    }
    let ledger = sums::ledger(source, &shapes).await?;
    let found = sums::tables(&target.whole, &shapes, told).await?;
    let found_ledger = sums::ledger(&target.whole, &shapes).await?;
    let different = differences(&tables, ledger.as_ref(), &found, found_ledger.as_ref());
    if different.is_empty() {
        Ok(Copied { tables, ledger, files, lost, shared_files: shared.files })
    } else {
        Err(Error::Unequal(different))
    }
}

async fn table(source: &Whole, shape: &Shape, target: &Target, told: Told<'_>) -> Result<TableSum> {
    let mut sum = Summing::default();
    let mut waiting: Vec<Vec<Datum>> = Vec::new();
    let mut stream = source.rows_of(shape).await?;
    loop {
        let row = stream.try_next().await?;
        let ended = row.is_none();
        if let Some(row) = row {
            sum.push(&rows::line(&row));
            waiting.push(row);
        }
        if waiting.len() >= ROWS_AT_ONCE || ended {
            target.whole.put(shape, &waiting).await?;
            waiting.clear();
        }
        if sum.rows().is_multiple_of(STEP) {
            told(&shape.table, sum.rows(), 0);
        }
        if ended {
            return Ok(sum.finish());
        }
    }
}

async fn files(source: &Whole, from: &Place, target: &Target, told: Told<'_>) -> Result<(u64, Vec<String>)> {
    let here = Files::at(&from.files)?;
    let (mut count, mut lost) = (0, Vec::new());
    let mut names = Names::default();
    while let Some(file) = names.next(source).await? {
        match here.checked(&file.hash).await {
            Ok(content) => {
                target.file(&file.hash, content).await?;
                count += 1;
            }
            Err(error) if here.is_away(&error) => return Err(error.into()),
            Err(error) => {
                tracing::error!(%error, "a stored file was not copied");
                lost.push(file.hash);
            }
        }
        told("files", count, 0);
    }
    Ok((count, lost))
}
