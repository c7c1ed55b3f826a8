//! The file: tar entries, under zstd with its checksum, under age when there is a key.

use crate::lock::Lock;
use crate::{Error, Result, io};
use age::{DecryptError, Decryptor, Encryptor};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// First bytes of what age writes.
const AGE: &[u8] = b"age-encryption.org/";
/// First bytes of what zstd writes.
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// zstd's own default: a disk takes it about as fast as it comes.
const LEVEL: i32 = 3;

/// Names in the file.
pub const HEAD: &str = "head.json";
pub const MANIFEST: &str = "manifest.json";
pub const KEYS: &str = "keys/";
pub const TABLES: &str = "tables/";
pub const FILES: &str = "files/";

enum Out {
    Plain(BufWriter<File>),
    Locked(age::stream::StreamWriter<BufWriter<File>>),
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Out::Plain(out) => out.write(bytes),
            Out::Locked(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Out::Plain(out) => out.flush(),
            Out::Locked(out) => out.flush(),
        }
    }
}

/// A backup being written beside its place, under a name that nobody takes for a backup.
pub struct Writer {
    tar: tar::Builder<zstd::Encoder<'static, Out>>,
    temporary: tempfile::NamedTempFile,
    to: PathBuf,
}

impl Writer {
    /// Begins the file; a name that is taken already is refused, so that no older backup is lost.
    pub fn create(to: &Path, lock: Option<&Lock>) -> Result<Writer> {
        let writing = || format!("writing {}", to.display());
        if to.exists() {
            return Err(Error::NotEmpty(format!("{} is there already: give another name", to.display())));
        }
        let folder = to.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Readable by its owner only: a backup holds everybody's papers.
        let temporary = tempfile::Builder::new()
            .prefix(".motcua-backup-")
            .tempfile_in(folder)
            .map_err(io(format!("writing into {}", folder.display())))?;
        let out = BufWriter::new(temporary.reopen().map_err(io(writing()))?);
        let out = match lock {
            None => Out::Plain(out),
            Some(lock) => {
                let encryptor = Encryptor::with_recipients(lock.recipients())
                    .map_err(|e| Error::BadKey(e.to_string()))?;
                Out::Locked(encryptor.wrap_output(out).map_err(io(writing()))?)
            }
        };
        let mut zstd = zstd::Encoder::new(out, LEVEL).map_err(io(writing()))?;
        zstd.include_checksum(true).map_err(io(writing()))?;
        Ok(Writer { tar: tar::Builder::new(zstd), temporary, to: to.to_owned() })
    }

    /// Adds an entry.
    pub fn put(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, name, content).map_err(io(format!("writing {}", self.to.display())))
    }

    /// Closes the file, sees it onto the disk and gives it its name; how large it is.
    pub fn finish(self) -> Result<u64> {
        let Writer { tar, temporary, to } = self;
        let writing = || format!("writing {}", to.display());
        let out = tar.into_inner().and_then(zstd::Encoder::finish).map_err(io(writing()))?;
        let out = match out {
            Out::Plain(out) => out,
            Out::Locked(out) => out.finish().map_err(io(writing()))?,
        };
        let file = out.into_inner().map_err(|e| Error::Io(writing(), e.into_error()))?;
        file.sync_all().map_err(io(writing()))?;
        let bytes = file.metadata().map_err(io(writing()))?.len();
        temporary.persist_noclobber(&to).map_err(|e| Error::Io(writing(), e.error))?;
        let folder = to.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|f| f.sync_all()).map_err(io(writing()))?;
        Ok(bytes)
    }
}

/// Opens a backup to be read from its beginning.
pub fn open(from: &Path, lock: Option<&Lock>) -> Result<tar::Archive<Box<dyn Read>>> {
    let reading = || format!("reading {}", from.display());
    let mut file = BufReader::new(File::open(from).map_err(io(reading()))?);
    let start = file.fill_buf().map_err(io(reading()))?;
    let plain: Box<dyn BufRead> = if start.starts_with(AGE) {
        let lock = lock.ok_or(Error::Locked)?;
        let decryptor = Decryptor::new_buffered(file).map_err(|e| unlocking(&e))?;
        let opened = decryptor.decrypt(lock.identities()).map_err(|e| unlocking(&e))?;
        Box::new(BufReader::new(opened))
    } else if start.starts_with(ZSTD) {
        Box::new(file)
    } else {
        return Err(Error::Foreign("it begins like none".to_owned()));
    };
    let zstd = zstd::Decoder::with_buffer(plain).map_err(|e| Error::Damaged(e.to_string()))?.single_frame();
    Ok(tar::Archive::new(Box::new(zstd)))
}

fn unlocking(error: &DecryptError) -> Error {
    match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            Error::WrongKey
        }
        DecryptError::UnknownFormat => Error::Foreign("its encryption is of another kind".to_owned()),
        other => Error::Damaged(other.to_string()),
    }
}

/// What reading an entry failed with: the disk is not the likely cause.
pub fn damaged(error: std::io::Error) -> Error {
    Error::Damaged(error.to_string())
}
