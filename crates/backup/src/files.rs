//! The stored files by themselves: walked by name, carried from one place to another, checked.

use crate::{Result, Told};
use platform::files::{FilePlace, Files, StoredFile};
use platform::store::Read;

/// Names of stored files read at once.
const FILES_AT_ONCE: u32 = 500;

/// The stored files that records name, one by one in the order of their hashes.
#[derive(Default)]
pub struct Names {
    waiting: std::vec::IntoIter<StoredFile>,
    after: String,
}

impl Names {
    /// The next one.
    pub async fn next(&mut self, db: &impl Read) -> Result<Option<StoredFile>> {
        if let Some(file) = self.waiting.next() {
            return Ok(Some(file));
        }
        let named = Files::named_after(db, &self.after, FILES_AT_ONCE).await?;
        if let Some(last) = named.last() {
            self.after.clone_from(&last.hash);
        }
        self.waiting = named.into_iter();
        Ok(self.waiting.next())
    }
}

/// What became of stored files that were taken from one place to another, or only looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// Files that are right.
    pub whole: u64,
    /// Files that were copied just now.
    pub copied: u64,
    /// Hashes of those that are missing or damaged.
    pub lost: Vec<String>,
}

/// Copies the stored files that a city names from one place to another; what is there already is left as it is, so that
/// it may be run again while the city works, until nothing is left to copy.
pub async fn carry_files(
    db: &impl Read,
    from: &FilePlace,
    to: &FilePlace,
    told: Told<'_>,
) -> Result<Carried> {
    let (from, to) = (Files::at(from)?, Files::at(to)?);
    to.answers().await?;
    let (mut carried, mut names) = (Carried::default(), Names::default());
    while let Some(file) = names.next(db).await? {
        if !to.has(&file).await? {
            match from.checked(&file.hash).await {
                Ok(content) => to.restore(&file.hash, content).await?,
                Err(error) if from.is_away(&error) => return Err(error.into()),
                Err(error) => {
                    tracing::error!(%error, "a stored file was not copied");
                    carried.lost.push(file.hash);
                    continue;
                }
            }
            carried.copied += 1;
        }
        carried.whole += 1;
        told("files", carried.whole, 0);
    }
    Ok(carried)
}

/// Reads every stored file that a city names, and compares it with its hash.
pub async fn check_files(db: &impl Read, place: &FilePlace, told: Told<'_>) -> Result<Carried> {
    let files = Files::at(place)?;
    let (mut checked, mut names) = (Carried::default(), Names::default());
    while let Some(file) = names.next(db).await? {
        match files.checked(&file.hash).await {
            Ok(_) => checked.whole += 1,
            Err(error) if files.is_away(&error) => return Err(error.into()),
            Err(error) => {
                tracing::error!(%error, "a stored file does not hold");
                checked.lost.push(file.hash);
            }
        }
        told("files", checked.whole, 0);
    }
    Ok(checked)
}
