//! Files of secret keys: made once, for the server's account alone.

use crate::error::{Error, Result};
use std::io::Write as _;
use std::path::Path;

/// Writes a new key file that only its owner may read; an existing one stays, which is an error.
pub(crate) fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Reads a key file; `None` when there is none. One that others may read is refused.
pub(crate) fn read(work: &'static str, path: &Path) -> Result<Option<String>> {
    let failed = |error: std::io::Error| Error::fault(work, format!("{}: {error}", path.display()));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            let what = format!(
                "{0} may be read by others (mode {1:o}); run: chmod 600 {0}",
                path.display(),
                mode & 0o777
            );
            return Err(Error::fault(work, what));
        }
    }
    Ok(Some(text))
}
