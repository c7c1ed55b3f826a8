//! A backup of a city that goes on working.

use crate::archive::{self, Writer};
use crate::files::Names;
use crate::manifest::{FORMAT, FilesSum, Head, Manifest, TableSum};
use crate::sums::{self, STEP, Summing};
use crate::{Error, Keys, Lock, Result, Told, keys, rows};
use futures::TryStreamExt as _;
use platform::Slice;
use platform::files::Files;
use platform::installation::{self, BackupMade};
use platform::store::{Engine, Shape, Store, Whole};
use std::collections::BTreeMap;
use std::path::Path;

/// Bytes of rows that are held until they become an entry of the file.
const CHUNK: usize = 1 << 20;

/// A city to read.
pub struct Source<'a> {
    /// Its database.
    pub store: &'a Store,
    /// Its stored files.
    pub files: &'a Files,
    /// What the program is made of.
    pub slices: &'a [&'static Slice],
    /// Version of the program.
    pub program: &'a str,
}

/// A finished backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What its file says first.
    pub head: Head,
    /// What its file says last.
    pub manifest: Manifest,
    /// Size of the file.
    pub bytes: u64,
}

/// Writes a backup of the moment to a file that has its name only when it is whole.
///
/// `keys` are to be taken in, the one that signs checkpoints among them; only into an encrypted backup.
pub async fn make(
    source: &Source<'_>,
    to: &Path,
    lock: Option<&Lock>,
    keys: Option<&Keys>,
    told: Told<'_>,
) -> Result<Made> {
    if keys.is_some() && lock.is_none() {
        return Err(Error::BadKey(
            "keys go into an encrypted backup only: give --key-file or --passphrase-file".to_owned(),
        ));
    }
    if let Some(keys) = keys.filter(|keys| !keys.can_sign()) {
        let path = keys.signing().display();
        return Err(Error::BadKey(format!(
            "{path} is not there: the server makes it with its first checkpoint"
        )));
    }
    let mut writer = Writer::create(to, lock)?;
    // Before the snapshot, so that an age told from it is never too small.
    let at = source.store.clock().now();
    let whole = source.store.snapshot().await?;
    let shapes = whole.shapes(source.slices).await?;
    let head = Head {
        format: FORMAT.to_owned(),
        program: source.program.to_owned(),
        engine: match whole.engine() {
            Engine::Sqlite => "sqlite".to_owned(),
            Engine::Postgres => "postgresql".to_owned(),
        },
        at: at.iso(),
        steps: whole.steps().await?,
        tables: shapes.clone(),
    };
    writer.put(archive::HEAD, &json(&head)?)?;
    let mut tables = BTreeMap::new();
    for shape in &shapes {
        tables.insert(shape.table.clone(), table(&whole, shape, &mut writer, told).await?);
    }
    let files = files(&whole, source.files, &mut writer, told).await?;
    let taken = keys.map(|keys| keys.files.as_slice()).unwrap_or_default();
    for (name, content) in taken {
        writer.put(&format!("{}{name}", archive::KEYS), content)?;
    }
    let ledger = sums::ledger(&whole, &shapes).await?;
    whole.close().await?;
    let others = taken.iter().map(|(name, _)| name).filter(|name| *name != keys::LEDGER);
    let manifest =
        Manifest { tables, files, ledger, with_key: keys.is_some(), keys: others.cloned().collect() };
    writer.put(archive::MANIFEST, &json(&manifest)?)?;
    let bytes = writer.finish()?;
    let made = BackupMade { at: at.micros(), bytes, encrypted: lock.is_some() };
    // A database of an older schema has no place for this, and its backup before the upgrade counts all the same.
    if let Err(error) = installation::mark_backup(source.store, made).await {
        tracing::warn!(%error, "the backup is whole, but its time could not be noted");
    }
    Ok(Made { head, manifest, bytes })
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec_pretty(value).map_err(platform::Error::from)?)
}

async fn table(whole: &Whole, shape: &Shape, writer: &mut Writer, told: Told<'_>) -> Result<TableSum> {
    let mut sum = Summing::default();
    let (mut chunk, mut number) = (String::new(), 0);
    let mut stream = whole.rows_of(shape).await?;
    loop {
        let row = stream.try_next().await?;
        if chunk.len() >= CHUNK || (row.is_none() && !chunk.is_empty()) {
            number += 1;
            let name = format!("{}{}/{number:08}.jsonl", archive::TABLES, shape.table);
            writer.put(&name, chunk.as_bytes())?;
            chunk.clear();
        }
        let Some(row) = row else { break };
        let line = rows::line(&row);
        sum.push(&line);
        chunk.push_str(&line);
        if sum.rows().is_multiple_of(STEP) {
            told(&shape.table, sum.rows(), 0);
        }
    }
    Ok(sum.finish())
}

/// Every stored file that the records of the snapshot name, checked by its hash; one that is lost does not keep the
/// rest from being saved, but is named. A store that is not there at all is no lost file: there is no backup then.
async fn files(whole: &Whole, files: &Files, writer: &mut Writer, told: Told<'_>) -> Result<FilesSum> {
    let (mut sum, mut names) = (FilesSum::default(), Names::default());
    while let Some(file) = names.next(whole).await? {
        match files.checked(&file.hash).await {
            Ok(content) => {
                writer.put(&format!("{}{}", archive::FILES, file.hash), &content)?;
                sum.count += 1;
                sum.bytes += content.len() as u64;
            }
            Err(error) if files.is_away(&error) => return Err(error.into()),
            Err(error) => {
                tracing::error!(%error, "a stored file is not in the backup");
                sum.lost.push(file.hash);
            }
        }
        told(archive::FILES, sum.count, 0);
    }
    Ok(sum)
}
