//! The key that signs checkpoints: a file that only the server's account may read, made once, changed by rotation.

use super::store;
use crate::app::App;
use crate::error::{Error, Result};
use crate::key_file;
use crate::random::Random;
use crate::settings::Settings;
use crate::store::Tx;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ledger::{Checkpoint, Signer, VerifierKey};
use std::path::{Path, PathBuf};

const HEAD: &str = "motcua ledger key, keep it secret";
const WORK: &str = "ledger key";

/// A key read from its file.
pub struct Key {
    /// Signs checkpoints.
    pub signer: Signer,
    /// Where it was read.
    pub path: PathBuf,
}

/// Where the key of these settings lies.
pub fn key_path(settings: &Settings) -> PathBuf {
    settings.ledger_key.clone().unwrap_or_else(|| settings.data.join("ledger.key"))
}

/// The name of this city's ledger: letters and hyphens, as a note wants it.
pub(super) fn origin(settings: &Settings) -> String {
    let folded = kernel::text::fold(&settings.city);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    format!("motcua/{}", words.join("-"))
}

/// The keys before it, which rotation left beside it under their ids, in the order of their names.
pub fn former_keys(path: &Path) -> Result<Vec<PathBuf>> {
    let failed = |error: std::io::Error| Error::fault(WORK, format!("{}: {error}", path.display()));
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let there = entry.map_err(failed)?.path();
        let ending = there.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        if is_id(ending) && beside(path, ending) == there {
            found.push(there);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a text is the id of a key: eight digits of base 16.
pub fn is_id(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl Key {
    /// The key in force, by the ledger's own list; made when the ledger has none yet.
    pub(super) async fn in_force(app: &App, tx: &Tx) -> Result<Key> {
        let path = key_path(&app.settings);
        let Some(known) = store::keys(tx).await?.pop() else {
            let key = match Key::read(&path)? {
                Some(key) => key,
                None => Key::make(&path, &origin(&app.settings), &app.random)?,
            };
            store::add_key(tx, &key.signer.verifier()).await?;
            return Ok(key);
        };
        if let Some(key) = Key::read(&path)?.filter(|k| k.signer.verifier() == known) {
            return Ok(key);
        }
        // A rotation that was committed and not yet put in place.
        let next = beside(&path, "next");
        if let Some(key) = Key::read(&next)?.filter(|k| k.signer.verifier() == known) {
            put_in_place(&path, &next)?;
            return Ok(Key { path, ..key });
        }
        Err(Error::fault(
            WORK,
            format!(
                "{} is not there or is another key than {known}; put the key file back from the backup, \
                 checkpoints wait until then and no entry is lost",
                path.display()
            ),
        ))
    }

    /// Reads a key file; `None` when there is none. A file that others may read is refused.
    pub fn read(path: &Path) -> Result<Option<Key>> {
        let Some(text) = key_file::read(WORK, path)? else { return Ok(None) };
        let mut lines = text.lines();
        let fields = (lines.next() == Some(HEAD)).then(|| lines.next().zip(lines.next())).flatten();
        let key = fields.and_then(|(name, secret)| {
            let secret: [u8; 32] = BASE64.decode(secret).ok()?.try_into().ok()?;
            Some(Signer::new(name, &secret))
        });
        let signer = key.ok_or_else(|| Error::fault(WORK, format!("{} is no ledger key", path.display())))?;
        Ok(Some(Key { signer, path: path.to_owned() }))
    }

    fn make(path: &Path, name: &str, random: &Random) -> Result<Key> {
        let secret = random.bytes::<32>();
        key_file::create(path, &format!("{HEAD}\n{name}\n{}\n", BASE64.encode(secret)))
            .map_err(|error| Error::fault(WORK, format!("{}: {error}", path.display())))?;
        Ok(Key { signer: Signer::new(name, &secret), path: path.to_owned() })
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
    name.push(format!(".{ending}"));
    path.with_file_name(name)
}

/// The old key is kept under its id: what it signed stays provable, and a thief's signature stays comparable.
fn put_in_place(path: &Path, next: &Path) -> Result<()> {
    let failed = |error: std::io::Error| Error::fault(WORK, format!("{}: {error}", path.display()));
    if let Some(old) = Key::read(path)? {
        let kept = beside(path, &hex::encode(old.signer.verifier().id()));
        std::fs::rename(path, kept).map_err(failed)?;
    }
    std::fs::rename(next, path).map_err(failed)
}

/// Changes the key: everything pending is sealed, the old key signs a checkpoint that names the new one.
pub async fn rotate(app: &App) -> Result<VerifierKey> {
    super::seal(app).await?;
    let tx = app.store.housekeeping().await?;
    store::take_turns(&tx).await?;
    let old = Key::in_force(app, &tx).await?;
    let next = beside(&old.path, "next");
    if next.exists() {
        std::fs::remove_file(&next).map_err(|e| Error::fault(WORK, format!("{}: {e}", next.display())))?;
    }
    let new = Key::make(&next, &origin(&app.settings), &app.random)?.signer.verifier();
    let frontier = store::frontier(&tx).await?;
    let change = Checkpoint {
        origin: old.signer.verifier().name,
        size: frontier.size(),
        root: frontier.root(),
        at: tx.at().micros(),
        next_key: Some(new.clone()),
    };
    store::add_checkpoint(&tx, &change, &old.signer.sign(&change)).await?;
    store::add_key(&tx, &new).await?;
    tx.commit().await?;
    put_in_place(&old.path, &next)?;
    Ok(new)
}
