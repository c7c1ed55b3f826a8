//! The key that seals secrets of accounts (second factors, webhooks): a file of the server's, so that the database alone gives no secret away.

use crate::app::App;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::store::{Read, Tx};
use crate::{installation, key_file};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

const HEAD: &str = "motcua identity key, keep it secret";
const WORK: &str = "identity key";
/// The fact that tells which key sealed what this database holds.
const FACT: &str = "identity_key";
const NONCE: usize = 24;

/// The key, ready to use.
pub(crate) struct Seal(XChaCha20Poly1305);

impl Seal {
    /// The key in force; made when this installation has none yet.
    pub(crate) async fn make(app: &App, tx: &Tx) -> Result<Seal> {
        if installation::fact(tx, FACT).await?.is_some() {
            return Seal::of(app, tx).await;
        }
        let key = match read(&app.settings)? {
            Some(key) => key,
            None => {
                let text = format!("{HEAD}\n{}\n", BASE64.encode(app.random.bytes::<32>()));
                match key_file::create(&path(&app.settings), &text) {
                    Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                        return Err(Error::fault(
                            WORK,
                            format!("{}: {error}", path(&app.settings).display()),
                        ));
                    }
                    _ => {
                        read(&app.settings)?.ok_or_else(|| Error::fault(WORK, "the new key file is gone"))?
                    }
                }
            }
        };
        installation::set_fact(tx, FACT, &fingerprint(&key)).await?;
        Ok(Seal(XChaCha20Poly1305::new(&key.into())))
    }

    /// The key that sealed what this database holds.
    pub(crate) async fn of(app: &App, db: &impl Read) -> Result<Seal> {
        let known = installation::fact(db, FACT).await?.unwrap_or_default();
        match read(&app.settings)? {
            Some(key) if fingerprint(&key) == known => Ok(Seal(XChaCha20Poly1305::new(&key.into()))),
            _ => Err(Error::fault(
                WORK,
                format!(
                    "{} is not there or is not the key {known}; put the key file back from the backup",
                    path(&app.settings).display()
                ),
            )),
        }
    }

    /// Seals a secret for one account: sealed for one, it opens for no other.
    pub(crate) fn close(&self, nonce: [u8; NONCE], account: i64, secret: &[u8]) -> Result<String> {
        let payload = Payload { msg: secret, aad: &account.to_be_bytes() };
        let closed = self.0.encrypt(&XNonce::from(nonce), payload).map_err(|e| Error::fault(WORK, e))?;
        Ok(BASE64.encode([nonce.as_slice(), &closed].concat()))
    }

    /// Opens what [`Seal::close`] made.
    pub(crate) fn open(&self, account: i64, sealed: &str) -> Result<Vec<u8>> {
        let bytes = BASE64.decode(sealed).map_err(|e| Error::fault(WORK, e))?;
        let (nonce, closed) =
            bytes.split_first_chunk::<NONCE>().ok_or_else(|| Error::fault(WORK, "a sealed secret is cut"))?;
        let payload = Payload { msg: closed, aad: &account.to_be_bytes() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|e| Error::fault(WORK, e))
    }
}

/// Whether the key that sealed what a database holds is where it should be; none when nothing was sealed yet.
pub async fn key_is_there(settings: &Settings, db: &impl Read) -> Result<Option<bool>> {
    let Some(known) = installation::fact(db, FACT).await? else { return Ok(None) };
    let key = read(settings).unwrap_or_default();
    Ok(Some(key.is_some_and(|key| fingerprint(&key) == known)))
}

/// The key's file as it stands, for a backup; `None` when there is none. One that is no key, or that others may read, is refused.
pub fn file_of_key(settings: &Settings) -> Result<Option<PathBuf>> {
    Ok(read(settings)?.map(|_| path(settings)))
}

/// Where the key lies.
fn path(settings: &Settings) -> PathBuf {
    settings.identity_key.clone().unwrap_or_else(|| settings.data.join("identity.key"))
}

fn read(settings: &Settings) -> Result<Option<[u8; 32]>> {
    let path = path(settings);
    let Some(text) = key_file::read(WORK, &path)? else { return Ok(None) };
    let mut lines = text.lines();
    let line = if lines.next() == Some(HEAD) { lines.next() } else { None };
    let key = line.and_then(|line| BASE64.decode(line).ok()?.try_into().ok());
    key.map(Some).ok_or_else(|| Error::fault(WORK, format!("{} is no identity key", path.display())))
}

/// What may be told of a key.
fn fingerprint(key: &[u8; 32]) -> String {
    hex::encode(Sha256::digest([HEAD.as_bytes(), key].concat())).chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_for_its_account_only_and_no_altered_one_opens() {
        let seal = Seal(XChaCha20Poly1305::new(&[7; 32].into()));
        let sealed = seal.close([3; NONCE], 12, b"12345678901234567890").unwrap();
        assert_eq!(seal.open(12, &sealed).unwrap(), b"12345678901234567890");
        assert!(seal.open(13, &sealed).is_err());
        assert!(seal.open(12, &sealed.replace(&sealed[40..42], "zz")).is_err());
        assert!(seal.open(12, "AAAA").is_err());
        let other = Seal(XChaCha20Poly1305::new(&[8; 32].into()));
        assert!(other.open(12, &sealed).is_err());
    }
}
