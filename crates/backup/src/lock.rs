//! Keys of backups: age keys in a file, or a passphrase.

use crate::{Error, Result, io};
use age::secrecy::{ExposeSecret as _, SecretString};
use age::{Identity, Recipient, scrypt, x25519};
use std::io::Write as _;
use std::path::Path;

/// The hardest passphrase work that is accepted when reading: 2^22, some seconds on an office machine.
const MOST_WORK: u8 = 22;

/// What closes and opens a backup.
pub struct Lock {
    recipients: Vec<Box<dyn Recipient>>,
    identities: Vec<Box<dyn Identity>>,
}

impl Lock {
    /// The keys of a file as `age-keygen` writes it: lines with secret keys, which close and open, or with public
    /// keys, which only close. Empty lines and lines after `#` are notes.
    pub fn keys(path: &Path) -> Result<Lock> {
        let text = std::fs::read_to_string(path).map_err(io(format!("reading {}", path.display())))?;
        let mut lock = Lock { recipients: Vec::new(), identities: Vec::new() };
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            if let Ok(secret) = line.parse::<x25519::Identity>() {
                lock.recipients.push(Box::new(secret.to_public()));
                lock.identities.push(Box::new(secret));
            } else if let Ok(public) = line.parse::<x25519::Recipient>() {
                lock.recipients.push(Box::new(public));
            } else {
                // The line itself may be a secret and is not repeated.
                return Err(Error::BadKey(format!("{} has a line that is no age key", path.display())));
            }
        }
        if lock.recipients.is_empty() {
            return Err(Error::BadKey(format!("{} holds no age key", path.display())));
        }
        Ok(lock)
    }

    /// Makes a new key in a file that only its owner may read, as `age-keygen` does; its public half.
    pub fn make_key(path: &Path) -> Result<String> {
        let key = x25519::Identity::generate();
        let public = key.to_public().to_string();
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let writing = || format!("writing {}", path.display());
        let mut file = options.open(path).map_err(io(writing()))?;
        let text = format!("# public key: {public}\n{}\n", key.to_string().expose_secret());
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io(writing()))?;
        Ok(public)
    }

    /// A passphrase.
    pub fn passphrase(words: &str) -> Result<Lock> {
        if words.is_empty() {
            return Err(Error::BadKey("the passphrase is empty".to_owned()));
        }
        let words = SecretString::from(words.to_owned());
        let mut identity = scrypt::Identity::new(words.clone());
        identity.set_max_work_factor(MOST_WORK);
        Ok(Lock {
            recipients: vec![Box::new(scrypt::Recipient::new(words))],
            identities: vec![Box::new(identity)],
        })
    }

    /// The first line of a file, up to its end: a passphrase of its own file.
    pub fn passphrase_file(path: &Path) -> Result<Lock> {
        let text = std::fs::read_to_string(path).map_err(io(format!("reading {}", path.display())))?;
        Lock::passphrase(text.lines().next().unwrap_or_default())
    }

    pub(crate) fn recipients(&self) -> impl Iterator<Item = &dyn Recipient> {
        self.recipients.iter().map(|r| r.as_ref() as &dyn Recipient)
    }

    pub(crate) fn identities(&self) -> impl Iterator<Item = &dyn Identity> {
        self.identities.iter().map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_key_opens_and_a_public_one_only_closes() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, public) = (folder.path().join("secret"), folder.path().join("public"));
        std::fs::write(&public, Lock::make_key(&secret).unwrap()).unwrap();
        assert!(Lock::make_key(&secret).is_err(), "a key is never written over");
        let (both, half) = (Lock::keys(&secret).unwrap(), Lock::keys(&public).unwrap());
        assert_eq!((both.recipients().count(), both.identities().count()), (1, 1));
        assert_eq!((half.recipients().count(), half.identities().count()), (1, 0));
    }

    #[test]
    fn what_is_no_key_is_refused_without_repeating_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        for text in ["", "# only a note\n", "mat khau that\n"] {
            std::fs::write(&path, text).unwrap();
            let error = Lock::keys(&path).err().unwrap().to_string();
            assert!(!error.contains("mat khau"), "{error}");
        }
        assert!(Lock::passphrase("").is_err());
    }
}
