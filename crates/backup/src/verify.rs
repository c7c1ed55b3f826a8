//! A backup is looked at without restoring it: every row, every stored file and every seal against what the manifest says.

use crate::contents::{self, Contents, Part};
use crate::manifest::{Head, Manifest, differences};
use crate::sums::Summing;
use crate::{Error, Lock, Result, Told, archive, rows};
use platform::store::Shape;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

/// Reads a backup to its very end, writing nothing anywhere: what it says of itself.
///
/// Whether its rows fit together and its ledger holds is seen by a database only: [`crate::rehearse`].
pub fn verify(from: &Path, lock: Option<&Lock>, told: Told<'_>) -> Result<(Head, Manifest)> {
    let mut archive = archive::open(from, lock)?;
    let mut entries = archive.entries().map_err(archive::damaged)?;
    let head = contents::head(&mut entries)?;
    let mut contents = Contents::after(&head);
    let mut sums: BTreeMap<String, Summing> =
        head.tables.iter().map(|shape| (shape.table.clone(), Summing::default())).collect();
    let manifest = loop {
        match contents.next(&mut entries)? {
            Part::Manifest(manifest) => break manifest,
            Part::Key(..) => {}
            Part::File(..) => told(archive::FILES, contents.files(), 0),
            Part::Rows(shape, entry) => {
                let sum = sums.entry(shape.table.clone()).or_default();
                add(sum, *entry, shape)?;
                told(&shape.table, sum.rows(), 0);
            }
        }
    };
    contents.fit(&manifest)?;
    let found = sums.into_iter().map(|(name, sum)| (name, sum.finish())).collect();
    let ledger = manifest.ledger.as_ref();
    let different = differences(&manifest.tables, ledger, &found, ledger);
    contents::to_the_end(archive)?;
    if different.is_empty() { Ok((head, manifest)) } else { Err(Error::Unequal(different)) }
}

/// Adds the lines of an entry to the sum of its table; each must be a row of that table.
fn add(sum: &mut Summing, entry: impl Read, shape: &Shape) -> Result<()> {
    let mut reader = BufReader::new(entry);
    let mut line = String::new();
    while reader.read_line(&mut line).map_err(archive::damaged)? > 0 {
        if rows::row(line.as_bytes(), shape).is_none() {
            return Err(Error::Damaged(format!("a row of {} cannot be read", shape.table)));
        }
        sum.push(&line);
        line.clear();
    }
    Ok(())
}
