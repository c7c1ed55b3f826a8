//! Accepts how every printed form looks now, through the very test that compares it with how it looked.

use crate::host;
use anyhow::Result;
use std::path::Path;

/// Writes the looks; `Ok(true)` when they were written. Their difference is to be read before it is committed.
pub fn accept(root: &Path) -> Result<bool> {
    // Of the whole workspace: a single package has other features and would build everything anew.
    let mut test = host::cargo(root, &["test", "--workspace", "--test", "it", "looks_as_it_was_accepted"]);
    host::succeeds(test.env("MOTCUA_BLESS", "1"))
}
