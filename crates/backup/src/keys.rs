//! The files of keys that go along with a city: who has the database without them signs nothing and lets nobody in.

use crate::{Result, io};
use platform::settings::Settings;
use platform::{ledger, second_factor};
use std::path::{Path, PathBuf};

/// The key that signs checkpoints, by its name in a data folder.
pub const LEDGER: &str = "ledger.key";
/// The key that seals secrets of accounts.
const IDENTITY: &str = "identity.key";

/// A file of a key: its name in a data folder, and what is in it.
pub type KeyFile = (String, Vec<u8>);

/// The keys of a city, as they lay when they were read.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    pub(crate) files: Vec<KeyFile>,
    signing: PathBuf,
}

impl Keys {
    /// Those of the settings: the ledger's, its former ones, and that of the accounts; what is not there is left out,
    /// and a file that is no key, or that others may read, is refused.
    pub fn of(settings: &Settings) -> Result<Keys> {
        let signing = ledger::key_path(settings);
        let mut files = Vec::new();
        if ledger::Key::read(&signing)?.is_some() {
            files.push((LEDGER.to_owned(), content(&signing)?));
        }
        for path in ledger::former_keys(&signing)? {
            ledger::Key::read(&path)?;
            let id = path.extension().unwrap_or_default().to_string_lossy();
            files.push((format!("{LEDGER}.{id}"), content(&path)?));
        }
        if let Some(path) = second_factor::file_of_key(settings)? {
            files.push((IDENTITY.to_owned(), content(&path)?));
        }
        Ok(Keys { files, signing })
    }

    /// Where the key lies that signs.
    pub(crate) fn signing(&self) -> &Path {
        &self.signing
    }

    /// Whether that key is there.
    pub(crate) fn can_sign(&self) -> bool {
        self.files.iter().any(|(name, _)| name == LEDGER)
    }
}

fn content(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(io(format!("reading {}", path.display())))
}

/// Whether a name is that of a key file: nothing else of a backup is written into a data folder under a name of its own.
pub fn is_name(name: &str) -> bool {
    name == LEDGER || name == IDENTITY || name.strip_prefix("ledger.key.").is_some_and(ledger::is_id)
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn only_the_names_of_keys_are_names() {
        for name in ["ledger.key", "identity.key", "ledger.key.0a1b2c3d"] {
            assert!(is_name(name), "{name}");
        }
        for name in
            ["", "motcua.toml", "ledger.key.", "ledger.key.../../x", "ledger.key.0A1B2C3D", "../ledger.key"]
        {
            assert!(!is_name(name), "{name}");
        }
    }
}
