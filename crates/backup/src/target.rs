//! An empty place that becomes a city as a whole, or stays empty.
//!
//! The database is filled in one transaction; its file (SQLite), the folder of stored files and the keys are made in a
//! folder beside their place and moved there at the very end. What a killed restore leaves is that folder, which no
//! program takes for a city and the next restore clears away. In an S3-compatible store files go to their place at once,
//! under the hash of their content: until the database is there nobody names them, and what was there is the same.

use crate::{Error, Result, io};
use bytes::Bytes;
use platform::Clock;
use platform::files::{FilePlace, Files};
use platform::settings::Settings;
use platform::store::{Store, Whole};
use std::io::Write as _;
use std::path::{Path, PathBuf};

const STAGING: &str = ".restoring";
const DATABASE: &str = "motcua.db";
const FILES: &str = "files";
/// What an empty data folder may hold: settings, and what a file system makes of itself.
const HARMLESS: [&str; 3] = ["motcua.toml", "lost+found", STAGING];

/// What a city to be has in common with another one, and keeps as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shared {
    /// The data folder, with its keys.
    pub data: bool,
    /// The stored files.
    pub files: bool,
}

/// Where a city lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Folder of stored files and keys, and of the database without a URL.
    pub data: PathBuf,
    /// PostgreSQL, by its URL.
    pub database_url: Option<String>,
    /// Where the stored files are.
    pub files: FilePlace,
}

impl Place {
    /// With the stored files in the data folder.
    pub fn new(data: PathBuf, database_url: Option<String>) -> Place {
        let files = FilePlace::in_data(&data);
        Place { data, database_url, files }
    }

    /// The place that settings name.
    pub fn of(settings: &Settings) -> Place {
        let database_url = settings.database_url.clone().filter(|url| !url.is_empty());
        Place { data: settings.data.clone(), database_url, files: FilePlace::of(settings) }
    }

    /// Opens the city that is there.
    pub async fn open(&self, clock: Clock) -> Result<Store> {
        Ok(match &self.database_url {
            Some(url) => Store::open_postgres(url, clock).await?,
            None => Store::open_sqlite_existing(&self.data.join(DATABASE), clock).await?,
        })
    }
}

/// A place being filled.
pub struct Target {
    pub whole: Whole,
    store: Store,
    place: Place,
    staging: PathBuf,
    files: Option<Files>,
    keys: Vec<String>,
    made_folder: bool,
    shared: Shared,
}

impl Target {
    /// Takes an empty place.
    pub async fn open(place: &Place, clock: Clock, shared: Shared) -> Result<Target> {
        let made_folder = !place.data.exists();
        make_folder(&place.data)?;
        demand_empty(place, shared.data)?;
        let staging = place.data.join(STAGING);
        if staging.exists() {
            std::fs::remove_dir_all(&staging).map_err(io(format!("removing {}", staging.display())))?;
        }
        let opened = Target::begin(place, clock, &staging, shared.files).await;
        if opened.is_err() {
            sweep(&staging, &place.data, made_folder);
        }
        let (store, whole, files) = opened?;
        let (place, keys) = (place.clone(), Vec::new());
        Ok(Target { whole, store, place, staging, files, keys, made_folder, shared })
    }

    async fn begin(
        place: &Place,
        clock: Clock,
        staging: &Path,
        shared_files: bool,
    ) -> Result<(Store, Whole, Option<Files>)> {
        std::fs::create_dir(staging).map_err(io(format!("making {}", staging.display())))?;
        let store = match &place.database_url {
            Some(url) => Store::open_postgres(url, clock).await?,
            None => Store::open_sqlite(&staging.join(DATABASE), clock).await?,
        };
        let whole = store.fill().await.map_err(|e| Error::NotEmpty(e.to_string()))?;
        let files = match &place.files {
            _ if shared_files => None,
            FilePlace::Folder(_) => Some(Files::at(&FilePlace::Folder(staging.join(FILES)))?),
            store @ FilePlace::S3 { .. } => {
                let files = Files::at(store)?;
                // Before hours of rows: a store that is not there is told at once.
                files.answers().await?;
                Some(files)
            }
        };
        Ok((store, whole, files))
    }

    /// Puts a stored file there, checked by its hash.
    pub async fn file(&self, hash: &str, content: Bytes) -> Result<()> {
        match &self.files {
            Some(files) => Ok(files.restore(hash, content).await?),
            None => Ok(()),
        }
    }

    /// Puts a file of a key there, by its name; readable by its owner only.
    pub fn key(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.staging.join(name);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let writing = || format!("writing {}", path.display());
        let mut file = options.open(&path).map_err(io(writing()))?;
        file.write_all(content).and_then(|()| file.sync_all()).map_err(io(writing()))?;
        self.keys.push(name.to_owned());
        Ok(())
    }

    /// Makes all of it durable and puts it in its place: the database last, since it is what makes a city of a folder.
    pub async fn finish(self) -> Result<()> {
        let Target { whole, store, place, staging, keys, made_folder, shared, .. } = self;
        let put = |name: &str| {
            let (from, to) = (staging.join(name), place.data.join(name));
            if !from.exists() {
                return Ok(());
            }
            std::fs::rename(&from, &to).map_err(io(format!("moving {}", to.display())))
        };
        let moved = async {
            put(FILES)?;
            keys.iter().try_for_each(|key| put(key))?;
            whole.commit().await?;
            store.close().await?;
            put(DATABASE)?;
            let data = std::fs::File::open(&place.data);
            data.and_then(|d| d.sync_all()).map_err(io(format!("writing {}", place.data.display())))
        };
        if let Err(error) = moved.await {
            // The folder was empty, so that what has been moved there is ours.
            if !shared.data {
                let _ = std::fs::remove_dir_all(place.data.join(FILES));
                for key in keys {
                    let _ = std::fs::remove_file(place.data.join(key));
                }
            }
            sweep(&staging, &place.data, made_folder);
            return Err(error);
        }
        std::fs::remove_dir_all(&staging).map_err(io(format!("removing {}", staging.display())))
    }

    /// Leaves the place as it was found.
    pub async fn abandon(self) {
        let Target { whole, store, place, staging, made_folder, .. } = self;
        // The reason for giving up is what counts; a transaction that cannot be undone any more is undone by the engine.
        let _ = whole.close().await;
        let _ = store.close().await;
        sweep(&staging, &place.data, made_folder);
    }
}

/// A folder that only its owner may look into; one that is there stays as it is.
fn make_folder(data: &Path) -> Result<()> {
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(data).map_err(io(format!("making {}", data.display())))
}

fn sweep(staging: &Path, data: &Path, made_folder: bool) {
    let _ = std::fs::remove_dir_all(staging);
    if made_folder {
        let _ = std::fs::remove_dir(data);
    }
}

fn demand_empty(place: &Place, shared_data: bool) -> Result<()> {
    let data = &place.data;
    let reading = || format!("reading {}", data.display());
    for entry in std::fs::read_dir(data).map_err(io(reading()))? {
        let name = entry.map_err(io(reading()))?.file_name();
        let in_the_way = match shared_data {
            true => place.database_url.is_none() && name == DATABASE,
            false => !HARMLESS.iter().any(|harmless| name == *harmless),
        };
        if in_the_way {
            return Err(Error::NotEmpty(format!(
                "{} is not empty (it holds {}): nothing was changed; give an empty folder",
                data.display(),
                name.to_string_lossy()
            )));
        }
    }
    Ok(())
}
