//! Files by content: the SHA-256 is the name, the type is read from the bytes, never from what the sender says.

mod place;

pub use place::FilePlace;
pub(crate) use place::failures;

use crate::error::{Error, Refusal, Result};
use crate::profiles::Kept;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use bytes::Bytes;
use kernel::Day;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Where the bytes are kept: a local folder by default, an S3-compatible store by configuration.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    mode: PutMode,
    place: FilePlace,
    profiles: Kept,
}

/// A stored file.
#[derive(Debug, Clone, FromRow)]
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

/// The kind of a content, such as "PDF", if it is a known one.
pub fn kind(content: &[u8]) -> Option<&'static str> {
    sniff(content).map(name_of)
}

/// A sender's name of a file with the ending that its content has: what is called a picture and is a paper must not open as
/// something else on the machine that takes it out again. What is of no known kind keeps its name.
pub(crate) fn true_name(name: &str, content: &[u8]) -> String {
    let kind = sniff(content).map_or("", name_of);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let fits = match kind {
        "" => true,
        "JPG" => matches!(ending.as_str(), "jpg" | "jpeg" | "jpe" | "jfif"),
        "HEIC" => matches!(ending.as_str(), "heic" | "heif"),
        kind => kind.eq_ignore_ascii_case(&ending),
    };
    if fits { name.to_owned() } else { format!("{name}.{}", kind.to_lowercase()) }
}

fn name_of(media_type: &str) -> &'static str {
    KNOWN.iter().find(|(t, _)| *t == media_type).map_or("", |(_, name)| name)
}

impl Files {
    /// At a place, without any rule on what is taken: for backup and restore, and to try the place.
    pub fn at(place: &FilePlace) -> Result<Files> {
        Files::under(place, Kept::default())
    }

    /// At a place, under the rules of the city.
    pub(crate) fn under(place: &FilePlace, profiles: Kept) -> Result<Files> {
        let (store, mode) = place.open()?;
        Ok(Files { store, mode, place: place.clone(), profiles })
    }

    /// Where they are.
    pub fn place(&self) -> &FilePlace {
        &self.place
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
        self.set_down("storing a file", &hash, content, self.mode.clone()).await?;
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

    /// An object is there as a whole or not at all: a sender that dies half-way leaves nothing under this name.
    async fn set_down(&self, doing: &str, hash: &str, content: Bytes, mode: PutMode) -> Result<()> {
        let only_new = matches!(mode, PutMode::Create);
        let options = PutOptions { mode, ..Default::default() };
        match self.store.put_opts(&Files::path(hash), content.into(), options).await {
            Ok(_) => Ok(()),
            // A store that writes over says the same of a conflict, and then the file is not there.
            Err(object_store::Error::AlreadyExists { .. }) if only_new => Ok(()),
            Err(e) => Err(place::failed(doing, &self.place, &e)),
        }
    }

    /// Writes and reads a small file, to see whether the place works.
    ///
    /// In a store it stays: the program never deletes there, so that its key need not be allowed to.
    pub async fn probe(&self) -> Result<()> {
        let path = ObjectPath::from("doctor");
        let content = Bytes::from_static(b"motcua");
        let failed = |e| place::failed("trying the file store", &self.place, &e);
        self.store.put(&path, content.clone().into()).await.map_err(failed)?;
        let read = self.store.get(&path).await.map_err(failed)?.bytes().await.map_err(failed)?;
        if let FilePlace::Folder(_) = self.place {
            self.store.delete(&path).await.map_err(failed)?;
        }
        if read == content {
            Ok(())
        } else {
            Err(Error::fault("trying the file store", "it gives back other bytes"))
        }
    }

    /// Whether the place answers, by a question that changes nothing.
    pub async fn answers(&self) -> Result<()> {
        // The object itself and not its head: only a body tells a bucket that is not there from an object that is not.
        match self.store.get(&ObjectPath::from("doctor")).await {
            Err(e) if !place::is_no_more_than_missing(&e) => {
                Err(place::failed("asking the file store", &self.place, &e))
            }
            _ => Ok(()),
        }
    }

    /// The bytes behind a hash, checked against it: what was swapped in the store is handed to nobody.
    pub async fn checked(&self, hash: &str) -> Result<Bytes> {
        let failed = |e| place::failed(format!("reading the stored file {hash}"), &self.place, &e);
        let content =
            self.store.get(&Files::path(hash)).await.map_err(failed)?.bytes().await.map_err(failed)?;
        if hex::encode(Sha256::digest(&content)) == hash {
            Ok(content)
        } else {
            Err(Error::fault("reading a stored file", format!("{hash} has other bytes than its name says")))
        }
    }

    /// Whether an error says that the whole store is away, which loses no file: one that a disk cannot read is lost alone.
    pub fn is_away(&self, error: &Error) -> bool {
        let silent = matches!(error, Error::Fault(fault) if fault.unavailable);
        silent && matches!(self.place, FilePlace::S3 { .. })
    }

    /// Whether a file of this size lies under a hash; its bytes are not looked at.
    pub async fn has(&self, file: &StoredFile) -> Result<bool> {
        match self.store.head(&Files::path(&file.hash)).await {
            Ok(meta) => Ok(i64::try_from(meta.size) == Ok(file.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(e) => Err(place::failed("asking the file store", &self.place, &e)),
        }
    }

    /// Puts bytes under their hash, whoever names them later: for restoring.
    pub async fn restore(&self, hash: &str, content: Bytes) -> Result<()> {
        Files::fits(hash, &content)?;
        self.set_down("restoring a file", hash, content, PutMode::Overwrite).await
    }

    /// Whether bytes are those that a hash names; else a fault.
    pub fn fits(hash: &str, content: &[u8]) -> Result<()> {
        if hex::encode(Sha256::digest(content)) == hash {
            return Ok(());
        }
        Err(Error::fault("restoring a file", format!("{hash} has other bytes than its name says")))
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
    use super::{sniff, true_name};

    #[test]
    fn a_page_that_holds_a_papers_mark_is_no_paper() {
        assert_eq!(sniff(b"%PDF-1.4\n"), Some("application/pdf"));
        assert_eq!(sniff(b"RIFF\x24\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(sniff(b"<script>x()</script><!-- %PDF-1.4"), None);
        assert_eq!(sniff(b"alert(1WEBP/*"), None);
    }

    #[test]
    fn the_ending_of_a_kept_file_is_that_of_its_content() {
        let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF";
        for (name, content, kept) in [
            ("don.pdf", &b"%PDF-1.4"[..], "don.pdf"),
            ("don.PDF", b"%PDF-1.4", "don.PDF"),
            ("don.exe", b"%PDF-1.4", "don.exe.pdf"),
            ("don", b"%PDF-1.4", "don.pdf"),
            ("pdf", b"%PDF-1.4", "pdf.pdf"),
            ("anh.jpeg", jpeg, "anh.jpeg"),
            ("anh.png", jpeg, "anh.png.jpg"),
            ("thu-tuc.yaml", b"code: HT-01", "thu-tuc.yaml"),
        ] {
            assert_eq!(true_name(name, content), kept);
        }
    }
}
