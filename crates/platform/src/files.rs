//! Files by content: the SHA-256 is the name, the type is read from the bytes, never from what the sender says.

use crate::error::{Error, Fault, Refusal, Result};
use crate::profiles::Kept;
use crate::store::{Read, Tx};
use bytes::Bytes;
use kernel::Day;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, path::Path as ObjectPath};
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Where the bytes are kept: a local folder by default, any object store by configuration.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    profiles: Kept,
}

/// A stored file.
#[derive(Debug, Clone, FromQueryResult)]
pub struct StoredFile {
    /// SHA-256, hexadecimal.
    pub hash: String,
    /// Bytes.
    pub size: i64,
    /// Type found in the content.
    pub media_type: String,
}

/// Types that are known by their content; which of them are taken is a rule (`files.types`).
const KNOWN: [(&str, &str); 7] = [
    ("application/pdf", "PDF"),
    ("image/jpeg", "JPG"),
    ("image/png", "PNG"),
    ("image/webp", "WEBP"),
    ("image/heif", "HEIC"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
];

/// How a content must begin where the reader of types looks less closely: it finds the mark of a PDF anywhere in the first
/// kilobyte and that of a WebP without its container, so that a page with a script in it would pass for either.
const BEGINNINGS: [(&str, &[u8]); 2] = [("application/pdf", b"%PDF-"), ("image/webp", b"RIFF")];

/// The type in the content, if it is an accepted one.
pub fn sniff(content: &[u8]) -> Option<&'static str> {
    let found = infer::get(content)?.mime_type();
    let begins = BEGINNINGS.iter().all(|(t, mark)| *t != found || content.starts_with(mark));
    KNOWN.iter().map(|(media_type, _)| *media_type).find(|t| begins && *t == found)
}

fn name_of(media_type: &str) -> &'static str {
    KNOWN.iter().find(|(t, _)| *t == media_type).map_or("", |(_, name)| name)
}

impl Files {
    /// In a folder of this machine, without any rule on what is taken: to try the place.
    pub fn in_folder(folder: &std::path::Path) -> Result<Files> {
        Files::local(folder, Kept::default())
    }

    /// In a folder of this machine.
    pub(crate) fn local(folder: &std::path::Path, profiles: Kept) -> Result<Files> {
        std::fs::create_dir_all(folder)
            .map_err(|e| Error::fault(format!("making {}", folder.display()), e))?;
        let store = object_store::local::LocalFileSystem::new_with_prefix(folder)
            .map_err(|e| Error::fault("opening the files folder", e))?
            .with_fsync(true);
        Ok(Files { store: Arc::new(store), profiles })
    }

    fn path(hash: &str) -> ObjectPath {
        let (head, rest) = hash.split_at_checked(2).unwrap_or(("00", hash));
        ObjectPath::from(format!("{head}/{rest}"))
    }

    /// The largest file taken on a day, bytes: what the rule says, and no more than `max`.
    pub fn largest(&self, day: Day, max: usize) -> usize {
        self.profiles.now().get_or_keep("files.max_bytes", day, max).min(max)
    }

    /// The kinds of files taken on a day, such as "PDF", in the order they are shown.
    pub fn kinds(&self, day: Day) -> Vec<&'static str> {
        let all = || KNOWN.iter().map(|(_, name)| name.to_lowercase()).collect::<Vec<_>>();
        let taken: Vec<String> = self.profiles.now().get_or_keep("files.types", day, all());
        let is_taken = |name: &str| taken.iter().any(|t| t.eq_ignore_ascii_case(name));
        KNOWN.iter().map(|(_, name)| *name).filter(|name| is_taken(name)).collect()
    }

    /// The type in the content, if it is of a kind taken on a day.
    pub fn taken(&self, content: &[u8], day: Day) -> Option<&'static str> {
        let kinds = self.kinds(day);
        sniff(content).filter(|t| kinds.contains(&name_of(t)))
    }

    /// Stores a file handed in; a refusal when its content is not of a kind taken today, or larger than the rule or `max` says.
    pub async fn put(&self, tx: &Tx, content: Bytes, max: usize) -> Result<StoredFile> {
        let file = self.keep(content, max, tx.at().day()).await?;
        self.name(tx, &file).await?;
        Ok(file)
    }

    /// The first half of [`Files::put`], before the transaction: SQLite's one writer should not wait for a scan to reach the
    /// disk. The file is nobody's until [`Files::name`].
    pub async fn keep(&self, content: Bytes, max: usize, day: Day) -> Result<StoredFile> {
        let max = self.largest(day, max);
        if content.len() > max {
            return Err(Refusal::new("files-too-large").arg("maximum", max / 1024 / 1024).status(413).into());
        }
        let media_type = self
            .taken(&content, day)
            .ok_or_else(|| Refusal::new("files-type").arg("kinds", self.kinds(day).join(", ")).status(422))?;
        self.keep_as(content, media_type).await
    }

    /// Stores a file of our own making.
    pub async fn put_as(&self, tx: &Tx, content: Bytes, media_type: &str) -> Result<StoredFile> {
        let file = self.keep_as(content, media_type).await?;
        self.name(tx, &file).await?;
        Ok(file)
    }

    async fn keep_as(&self, content: Bytes, media_type: &str) -> Result<StoredFile> {
        let hash = hex::encode(Sha256::digest(&content));
        let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
        // Content first, record second: a crash between leaves bytes nobody names, never a name without bytes.
        let put = self
            .store
            .put_opts(
                &Files::path(&hash),
                content.into(),
                PutOptions { mode: PutMode::Create, ..Default::default() },
            )
            .await;
        match put {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => {}
            // The place is full, broken or far: that passes, and what was sent is not at fault.
            Err(e) => {
                return Err(Error::Fault(Fault { text: format!("storing a file: {e}"), unavailable: true }));
            }
        }
        Ok(StoredFile { hash, size, media_type: media_type.to_owned() })
    }

    /// Writes a kept file down as the city's.
    pub async fn name(&self, tx: &Tx, file: &StoredFile) -> Result<()> {
        tx.exec(
            "INSERT INTO stored_file (hash, size, media_type, stored_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            vec![file.hash.clone().into(), file.size.into(), file.media_type.clone().into(), tx.at().micros().into()],
        )
        .await?;
        Ok(())
    }

    /// Writes, reads and removes a small file, to see whether the place works.
    pub async fn probe(&self) -> Result<()> {
        let path = ObjectPath::from("doctor");
        let content = Bytes::from_static(b"motcua");
        let failed = |e| Error::fault("trying the file store", e);
        self.store.put(&path, content.clone().into()).await.map_err(failed)?;
        let read = self.store.get(&path).await.map_err(failed)?.bytes().await.map_err(failed)?;
        self.store.delete(&path).await.map_err(failed)?;
        if read == content {
            Ok(())
        } else {
            Err(Error::fault("trying the file store", "it gives back other bytes"))
        }
    }

    /// The bytes behind a hash, checked against it: what was swapped in the store is handed to nobody.
    pub async fn checked(&self, hash: &str) -> Result<Bytes> {
        let failed = |e: object_store::Error| Error::fault(format!("reading the stored file {hash}"), e);
        let content =
            self.store.get(&Files::path(hash)).await.map_err(failed)?.bytes().await.map_err(failed)?;
        if hex::encode(Sha256::digest(&content)) == hash {
            Ok(content)
        } else {
            Err(Error::fault("reading a stored file", format!("{hash} has other bytes than its name says")))
        }
    }

    /// Puts bytes under their hash, whoever names them later: for restoring.
    pub async fn restore(&self, hash: &str, content: Bytes) -> Result<()> {
        if hex::encode(Sha256::digest(&content)) != hash {
            return Err(Error::fault(
                "restoring a file",
                format!("{hash} has other bytes than its name says"),
            ));
        }
        let put = self.store.put(&Files::path(hash), content.into()).await;
        put.map(|_| ()).map_err(|e| Error::fault("restoring a file", e))
    }

    /// Stored files that the records name, in the order of their hashes, after `after`.
    pub async fn named_after(db: &impl Read, after: &str, most: u32) -> Result<Vec<StoredFile>> {
        let sql = format!(
            "SELECT hash, size, media_type FROM stored_file WHERE hash > $1 ORDER BY hash LIMIT {most}"
        );
        db.rows(&sql, vec![after.into()]).await
    }

    /// The bytes and type of a stored file; the caller has checked that the viewer may see the record it belongs to.
    pub async fn get(&self, db: &impl Read, hash: &str) -> Result<(StoredFile, Bytes)> {
        let file: StoredFile = db
            .row("SELECT hash, size, media_type FROM stored_file WHERE hash = $1", vec![hash.into()])
            .await?
            .ok_or(Error::NotFound)?;
        let content = self.checked(hash).await?;
        Ok((file, content))
    }
}

#[cfg(test)]
mod tests {
    use super::sniff;

    #[test]
    fn a_page_that_holds_a_papers_mark_is_no_paper() {
        assert_eq!(sniff(b"%PDF-1.4\n"), Some("application/pdf"));
        assert_eq!(sniff(b"RIFF\x24\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(sniff(b"<script>x()</script><!-- %PDF-1.4"), None);
        assert_eq!(sniff(b"alert(1WEBP/*"), None);
    }
}
