//! A backup becomes a city again, in an empty place and as a whole, or not at all.

use crate::archive;
use crate::manifest::{FORMAT, Head, Manifest, differences};
use crate::target::Target;
use crate::{Error, Lock, Place, Result, Told, rows, sums};
use bytes::Bytes;
use platform::store::{Datum, Shape};
use platform::{Clock, Slice};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

/// Rows put into the database by one statement.
const ROWS_AT_ONCE: usize = 500;
/// The largest head or manifest that is read.
const MOST_JSON: u64 = 64 << 20;

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
    // Before the place is touched: a wrong key or another file is told at once.
    let mut archive = archive::open(from, lock)?;
    let mut entries = archive.entries().map_err(archive::damaged)?;
    let head = match entries.next() {
        Some(first) => read_head(first.map_err(archive::damaged)?)?,
        None => return Err(Error::Damaged("it is empty".to_owned())),
    };
    let mut target = Target::open(place, clock.clone(), false).await?;
    let filled = fill(&mut target, &head, &mut entries, slices, &clock, told).await;
    let restored = match filled {
        Ok(manifest) => checked(&target, head, manifest, slices, despite_findings, told).await,
        Err(error) => Err(error),
    };
    // To the very end: only there stand the checksum of zstd and the last seal of age.
    let restored = restored.and_then(|restored| {
        std::io::copy(&mut archive.into_inner(), &mut std::io::sink()).map_err(archive::damaged)?;
        Ok(restored)
    });
    match restored {
        Ok(restored) => {
            target.finish().await?;
            Ok(restored)
        }
        Err(error) => {
            target.abandon().await;
            Err(error)
        }
    }
}

fn name<R: Read>(entry: &tar::Entry<'_, R>) -> Result<String> {
    let path = entry.path().map_err(archive::damaged)?;
    Ok(path.to_str().ok_or_else(|| Error::Damaged("an entry has no readable name".to_owned()))?.to_owned())
}

fn json<R: Read, T: serde::de::DeserializeOwned>(entry: tar::Entry<'_, R>) -> Result<T> {
    let mut text = Vec::new();
    entry.take(MOST_JSON).read_to_end(&mut text).map_err(archive::damaged)?;
    serde_json::from_slice(&text).map_err(|e| Error::Damaged(e.to_string()))
}

fn read_head<R: Read>(entry: tar::Entry<'_, R>) -> Result<Head> {
    if name(&entry)? != archive::HEAD {
        return Err(Error::Foreign("it does not begin with its head".to_owned()));
    }
    let head: Head = json(entry)?;
    if head.format != FORMAT {
        return Err(Error::Foreign(format!("its format is {}", head.format)));
    }
    if !head.tables.iter().all(Shape::is_plain) {
        return Err(Error::Damaged("a table has a name that is none".to_owned()));
    }
    Ok(head)
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
    let shapes: BTreeMap<&str, &Shape> = head.tables.iter().map(|s| (s.table.as_str(), s)).collect();
    let (mut rows_done, mut files_done, mut has_key) = (0, 0, false);
    let manifest = loop {
        let entry = entries.next().ok_or_else(|| Error::Damaged("its manifest is missing".to_owned()))?;
        let entry = entry.map_err(archive::damaged)?;
        let name = name(&entry)?;
        if name == archive::MANIFEST {
            break json::<R, Manifest>(entry)?;
        } else if name == archive::LEDGER_KEY {
            let mut key = Vec::new();
            entry.take(MOST_JSON).read_to_end(&mut key).map_err(archive::damaged)?;
            target.key(&key)?;
            has_key = true;
        } else if let Some(hash) = name.strip_prefix(archive::FILES) {
            let mut content = Vec::new();
            { entry }.read_to_end(&mut content).map_err(archive::damaged)?;
            target.file(hash, Bytes::from(content)).await.map_err(|e| Error::Damaged(e.to_string()))?;
            files_done += 1;
            told(archive::FILES, files_done, 0);
        } else {
            let table = name.strip_prefix(archive::TABLES).and_then(|n| n.split('/').next());
            let shape = table
                .and_then(|t| shapes.get(t))
                .ok_or_else(|| Error::Damaged(format!("it holds {name}, which belongs to no table")))?;
            rows_done += put(target, shape, entry).await?;
            told(&shape.table, rows_done, 0);
        }
    };
    target.whole.complete(slices).await.map_err(|e| not_taken("the references", e))?;
    if files_done != manifest.files.count {
        let said = manifest.files.count;
        return Err(Error::Damaged(format!("it holds {files_done} stored files and says {said}")));
    }
    if has_key != manifest.with_key {
        return Err(Error::Damaged("the ledger's key is not where the manifest says".to_owned()));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read before the place is touched.
    fn head(bytes: &[u8], folder: &Path) -> Result<Head> {
        let path = folder.join("any");
        std::fs::write(&path, bytes).unwrap();
        let mut archive = archive::open(&path, None)?;
        let mut entries = archive.entries().map_err(archive::damaged)?;
        let first = entries.next().ok_or_else(|| Error::Damaged("it is empty".to_owned()))?;
        read_head(first.map_err(archive::damaged)?)
    }

    #[test]
    fn any_file_is_a_backup_of_this_format_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let made = folder.path().join("made");
        let said = Head {
            format: FORMAT.to_owned(),
            program: "0.1.0".to_owned(),
            engine: "sqlite".to_owned(),
            at: "2012-10-12T08:00:00+07:00".to_owned(),
            steps: std::collections::BTreeSet::new(),
            tables: Vec::new(),
        };
        let mut writer = archive::Writer::create(&made, None).unwrap();
        writer.put(archive::HEAD, &serde_json::to_vec(&said).unwrap()).unwrap();
        writer.finish().unwrap();
        let whole = std::fs::read(&made).unwrap();
        assert_eq!(head(&whole, folder.path()).unwrap(), said);
        let inputs =
            [whole, b"age-encryption.org/v1\n-> X25519 x\n".to_vec(), vec![0x28, 0xb5, 0x2f, 0xfd, 4]];
        fuzzing::rounds("backup", &inputs, 300, |bytes| {
            if let Ok(read) = head(bytes, folder.path()) {
                assert!(read.format == FORMAT && read.tables.iter().all(Shape::is_plain));
            }
        });
    }
}
