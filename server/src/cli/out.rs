//! What a command says on standard output; a reader that has seen enough (`| head`) is no failure.

use anyhow::Result;
use std::fmt::Display;
use std::io::{ErrorKind, Write};

/// Writes one line.
pub(super) fn line(text: impl Display) -> Result<()> {
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}

/// Whether an error says only that nobody reads on.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == ErrorKind::BrokenPipe)
}
