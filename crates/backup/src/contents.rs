//! What a backup holds, entry by entry, as restoring and checking read it.

use crate::manifest::{FORMATS, Head, Manifest};
use crate::{Error, Result, archive, keys};
use bytes::Bytes;
use platform::files::Files;
use platform::store::Shape;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// The largest head, manifest or key that is read.
const MOST_JSON: u64 = 64 << 20;

/// One entry.
pub enum Part<'h, 'e, R: 'e + Read> {
    /// Rows of a table, a line each.
    Rows(&'h Shape, Box<tar::Entry<'e, R>>),
    /// A stored file, whose bytes are those that its hash names.
    File(String, Bytes),
    /// A file of a key, by its name.
    Key(String, Vec<u8>),
    /// The end.
    Manifest(Manifest),
}

/// Reads the entries after the head, and counts what the manifest must tell.
pub struct Contents<'h> {
    shapes: BTreeMap<&'h str, &'h Shape>,
    files: u64,
    bytes: u64,
    keys: BTreeSet<String>,
}

impl<'h> Contents<'h> {
    /// After a head.
    pub fn after(head: &'h Head) -> Contents<'h> {
        let shapes = head.tables.iter().map(|s| (s.table.as_str(), s)).collect();
        Contents { shapes, files: 0, bytes: 0, keys: BTreeSet::new() }
    }

    /// Stored files so far.
    pub fn files(&self) -> u64 {
        self.files
    }

    /// The next entry.
    pub fn next<'e, R: Read>(&mut self, entries: &mut tar::Entries<'e, R>) -> Result<Part<'h, 'e, R>> {
        let entry = entries.next().ok_or_else(|| Error::Damaged("its manifest is missing".to_owned()))?;
        let entry = entry.map_err(archive::damaged)?;
        let name = name(&entry)?;
        if name == archive::MANIFEST {
            return Ok(Part::Manifest(json(entry)?));
        }
        if let Some(hash) = name.strip_prefix(archive::FILES) {
            let mut content = Vec::new();
            { entry }.read_to_end(&mut content).map_err(archive::damaged)?;
            Files::fits(hash, &content).map_err(|e| Error::Damaged(e.to_string()))?;
            self.files += 1;
            self.bytes += content.len() as u64;
            return Ok(Part::File(hash.to_owned(), content.into()));
        }
        // The first format had one key, beside the tables.
        let key = if name == keys::LEDGER { Some(keys::LEDGER) } else { name.strip_prefix(archive::KEYS) };
        if let Some(key) = key.filter(|key| keys::is_name(key)) {
            let mut content = Vec::new();
            entry.take(MOST_JSON).read_to_end(&mut content).map_err(archive::damaged)?;
            self.keys.insert(key.to_owned());
            return Ok(Part::Key(key.to_owned(), content));
        }
        let table = name.strip_prefix(archive::TABLES).and_then(|n| n.split('/').next());
        let shape = table
            .and_then(|t| self.shapes.get(t).copied())
            .ok_or_else(|| Error::Damaged(format!("it holds {name}, which belongs to no table")))?;
        Ok(Part::Rows(shape, Box::new(entry)))
    }

    /// Whether files and keys were those that the manifest tells.
    pub fn fit(&self, manifest: &Manifest) -> Result<()> {
        let (said, found) = (&manifest.files, self.files);
        if found != said.count || self.bytes != said.bytes {
            return Err(Error::Damaged(format!("it holds {found} stored files and says {}", said.count)));
        }
        let mut keys: BTreeSet<String> = manifest.keys.iter().cloned().collect();
        if manifest.with_key {
            keys.insert(keys::LEDGER.to_owned());
        }
        if keys != self.keys {
            return Err(Error::Damaged("its keys are not those that the manifest tells".to_owned()));
        }
        Ok(())
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

/// The first entry.
pub fn head<R: Read>(entries: &mut tar::Entries<'_, R>) -> Result<Head> {
    let first = entries.next().ok_or_else(|| Error::Damaged("it is empty".to_owned()))?;
    let entry = first.map_err(archive::damaged)?;
    if name(&entry)? != archive::HEAD {
        return Err(Error::Foreign("it does not begin with its head".to_owned()));
    }
    let head: Head = json(entry)?;
    if !FORMATS.contains(&head.format.as_str()) {
        return Err(Error::Foreign(format!("its format is {}", head.format)));
    }
    if !head.tables.iter().all(Shape::is_plain) {
        return Err(Error::Damaged("a table has a name that is none".to_owned()));
    }
    Ok(head)
}

/// Reads to the very end: only there stand the checksum of zstd and the last seal of age.
pub fn to_the_end(archive: tar::Archive<Box<dyn Read>>) -> Result<()> {
    std::io::copy(&mut archive.into_inner(), &mut std::io::sink()).map(|_| ()).map_err(archive::damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::FORMAT;
    use std::path::Path;

    /// What is read before the place is touched.
    fn read(bytes: &[u8], folder: &Path) -> Result<Head> {
        let path = folder.join("any");
        std::fs::write(&path, bytes).unwrap();
        let mut archive = archive::open(&path, None)?;
        head(&mut archive.entries().map_err(archive::damaged)?)
    }

    fn said(format: &str) -> Head {
        Head {
            format: format.to_owned(),
            program: "0.1.0".to_owned(),
            engine: "sqlite".to_owned(),
            at: "2012-10-12T08:00:00+07:00".to_owned(),
            steps: BTreeSet::new(),
            tables: Vec::new(),
        }
    }

    /// Reads a backup of these entries to its end.
    fn walk(format: &str, entries: &[&str], manifest: &Manifest) -> Result<()> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made");
        let mut writer = archive::Writer::create(&path, None).unwrap();
        writer.put(archive::HEAD, &serde_json::to_vec(&said(format)).unwrap()).unwrap();
        for name in entries {
            writer.put(name, b"content").unwrap();
        }
        writer.put(archive::MANIFEST, &serde_json::to_vec(manifest).unwrap()).unwrap();
        writer.finish().unwrap();
        let mut archive = archive::open(&path, None)?;
        let mut entries = archive.entries().map_err(archive::damaged)?;
        let head = head(&mut entries)?;
        let mut contents = Contents::after(&head);
        loop {
            if let Part::Manifest(manifest) = contents.next(&mut entries)? {
                return contents.fit(&manifest);
            }
        }
    }

    #[test]
    fn keys_are_those_that_the_manifest_tells_and_no_other_name_is_taken_for_one() {
        let manifest = |with_key, keys: &[&str]| Manifest {
            tables: BTreeMap::new(),
            files: crate::FilesSum::default(),
            ledger: None,
            with_key,
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        };
        let both = manifest(true, &["identity.key"]);
        assert!(walk(FORMAT, &["keys/ledger.key", "keys/identity.key"], &both).is_ok());
        // As the first format has it.
        assert!(walk(FORMATS[1], &["ledger.key"], &manifest(true, &[])).is_ok());
        assert!(walk(FORMAT, &["keys/ledger.key"], &both).is_err(), "one is missing");
        assert!(walk(FORMAT, &["keys/ledger.key"], &manifest(false, &[])).is_err(), "one is too many");
        for stranger in ["keys/motcua.toml", "keys/ledger.key.x", "identity.key"] {
            assert!(walk(FORMAT, &[stranger], &manifest(false, &[])).is_err(), "{stranger}");
        }
    }

    #[test]
    fn any_file_is_a_backup_of_a_known_format_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let made = folder.path().join("made");
        let said = said(FORMAT);
        let mut writer = archive::Writer::create(&made, None).unwrap();
        writer.put(archive::HEAD, &serde_json::to_vec(&said).unwrap()).unwrap();
        writer.finish().unwrap();
        let whole = std::fs::read(&made).unwrap();
        assert_eq!(read(&whole, folder.path()).unwrap(), said);
        let inputs =
            [whole, b"age-encryption.org/v1\n-> X25519 x\n".to_vec(), vec![0x28, 0xb5, 0x2f, 0xfd, 4]];
        fuzzing::rounds("backup", &inputs, 300, |bytes| {
            if let Ok(read) = read(bytes, folder.path()) {
                assert!(FORMATS.contains(&read.format.as_str()) && read.tables.iter().all(Shape::is_plain));
            }
        });
    }
}
